//! What stands in two lists under the same key.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

/// One thing in the old list, the new one, or both.
pub enum Pair<T> {
    Both(T, T),
    Added(T),
    Removed(T),
}

/// Pairs in the order of the new list, then what is in the old one only. Where several have the
/// same key, the first goes with the first.
pub fn pairs<'a, T: Copy>(
    old: impl IntoIterator<Item = T>,
    new: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> Cow<'a, str>,
) -> Vec<Pair<T>> {
    let old: Vec<T> = old.into_iter().collect();
    let mut known: BTreeMap<Cow<str>, VecDeque<usize>> = BTreeMap::new();
    for (index, each) in old.iter().enumerate() {
        known.entry(key(*each)).or_default().push_back(index);
    }
    let mut left: Vec<Option<T>> = old.into_iter().map(Some).collect();
    let mut pairs: Vec<Pair<T>> = Vec::with_capacity(left.len());
    for each in new {
        let before = known.get_mut(&key(each)).and_then(VecDeque::pop_front);
        let before = before.and_then(|index| left.get_mut(index)?.take());
        pairs.push(match before {
            Some(before) => Pair::Both(before, each),
            None => Pair::Added(each),
        });
    }
    pairs.extend(left.into_iter().flatten().map(Pair::Removed));
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Pair, pairs};
    use std::borrow::Cow;

    #[test]
    fn the_new_order_holds_and_what_is_gone_comes_last() {
        let made = pairs(["a", "b", "b", "c"], ["c", "b", "d"], Cow::Borrowed);
        let told: Vec<String> = made
            .iter()
            .map(|pair| match pair {
                Pair::Both(old, new) => format!("{old}={new}"),
                Pair::Added(new) => format!("+{new}"),
                Pair::Removed(old) => format!("-{old}"),
            })
            .collect();
        assert_eq!(told, ["c=c", "b=b", "+d", "-a", "-b"]);
    }
}
