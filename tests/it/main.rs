mod restoration;
mod source;
