//! Holds off the threads that Tesseract asks OpenMP for.
//!
//! Debian's libtesseract runs small loops with `num_threads(4)`. The threads cost far more than they bring: on two
//! cores a page takes about five times as long. The environment variable that stops them is read when the process
//! starts, so a program cannot set it for itself, and `omp_set_num_threads` is overruled by the clause.

/// Makes every OpenMP region that this thread enters from now on run on this thread alone.
///
/// The limit belongs to the calling thread: each thread that runs an engine must call it.
#[allow(unsafe_code, reason = "a call into libgomp, the OpenMP runtime that libtesseract is linked with")]
pub(super) fn keep_to_this_thread() {
    // SAFETY: the function takes an integer by value and sets a limit of the runtime; it has no preconditions, and
    // the OpenMP specification (3.0 and later) lets it be called from any sequential part of a program.
    unsafe { omp_set_max_active_levels(0) }
}

#[allow(unsafe_code, reason = "the declaration of the one function of libgomp that is called")]
#[link(name = "gomp")]
unsafe extern "C" {
    fn omp_set_max_active_levels(max_levels: std::ffi::c_int);
}
