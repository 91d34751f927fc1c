//! Some things at once, for a host answers slowly and not in turn.

use rayon::prelude::*;

/// Does something with every item, so many at once, up to the first that fails; what came of each,
/// in the order of the items.
pub fn at_once<T: Sync, R: Send, E: Send>(
    together: usize,
    items: &[T],
    each: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    if together <= 1 {
        return items.iter().map(each).collect();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(together);
    match pool.build() {
        Ok(pool) => pool.install(|| items.par_iter().map(&each).collect()),
        // A machine without threads to spare publishes one by one.
        Err(_) => items.iter().map(each).collect(),
    }
}
