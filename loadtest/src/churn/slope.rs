//! How much one figure grows with another: the straight line with the least squares.

/// The growth of the second of each pair for each one of the first; 0 where nothing can be said.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
    let (mut both, mut square) = (0.0, 0.0);
    for (x, y) in points {
        both += (x - mean_x) * (y - mean_y);
        square += (x - mean_x) * (x - mean_x);
    }
    if square > 0.0 { both / square } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leak_shows_through_noise_and_its_absence_too() {
        let grows = |bytes: f64| {
            let point = |n: u32| {
                let noise = if n.is_multiple_of(2) { 500.0 } else { -500.0 };
                (f64::from(n) * 10.0, 1e6 + bytes * f64::from(n) * 10.0 + noise)
            };
            slope(&(0..100).map(point).collect::<Vec<_>>())
        };
        assert!((grows(300.0) - 300.0).abs() < 3.0);
        assert!(grows(0.0).abs() < 3.0);
        assert_eq!(slope(&[]), 0.0);
        assert_eq!(slope(&[(1.0, 5.0)]), 0.0);
    }
}
