//! The median.

/// Returns the median of some measures, the larger one where two stand in the middle; `None` where there are none.
pub(super) fn median<T: Ord>(measures: impl IntoIterator<Item = T>) -> Option<T> {
    let mut sorted: Vec<T> = measures.into_iter().collect();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    sorted.into_iter().nth(middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_in_the_middle_the_larger_one_is_taken() {
        assert_eq!(median([7, 1, 3]), Some(3));
        assert_eq!(median([7, 1, 3, 4]), Some(4));
        assert_eq!(median(Vec::<u32>::new()), None);
    }
}
