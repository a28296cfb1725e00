//! Whether a figure has grown during a run.
//!
//! A series of figures comes in, in the order of their times. The first third is the warm-up: buffers fill, and so does the
//! log of requests. Out comes the [`Growth`] from the middle of the second third to the middle of the last third. No
//! clock is read here, so that the verdict can be tested on given series. The figures are taken in
//! [`record`](super::record).

/// With fewer figures, no verdict is possible.
const FEWEST: usize = 9;

/// How much a figure may grow. It has grown if it exceeds both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// As a share of the earlier figure.
    pub(super) share: f64,
    /// In the unit of the series.
    pub(super) amount: f64,
}

/// The medians of the second and of the last third.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Growth {
    pub(super) earlier: f64,
    pub(super) later: f64,
}

impl Growth {
    /// `None` if there are too few figures.
    pub(super) fn of(series: &[f64]) -> Option<Self> {
        if series.len() < FEWEST {
            return None;
        }
        let third = series.len() / 3;
        Some(Self {
            earlier: median(series.get(third..2 * third)?)?,
            later: median(series.get(2 * third..)?)?,
        })
    }

    pub(super) fn is_within(self, limit: Limit) -> bool {
        let by = self.later - self.earlier;
        by <= limit.amount || by <= self.earlier * limit.share
    }
}

fn median(figures: &[f64]) -> Option<f64> {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit {
        share: 0.05,
        amount: 1024.0,
    };

    fn is_flat(series: impl Iterator<Item = u32>) -> bool {
        let series: Vec<f64> = series.map(f64::from).collect();
        Growth::of(&series).unwrap().is_within(LIMIT)
    }

    #[test]
    fn a_series_that_grows_to_the_end_is_not_flat() {
        // 100 bytes a request, 60 requests a second, an hour.
        assert!(!is_flat((0..3600).map(|second| 15_000 + second * 6)));
        // A step in the last third.
        assert!(!is_flat((0..90).map(|at| if at < 65 {
            15_000
        } else {
            17_000
        })));
        // From 30 MiB on, 5 % are more than the amount.
        assert!(is_flat((0..90).map(|at| if at < 65 {
            30_000
        } else {
            31_400
        })));
        assert!(!is_flat((0..90).map(|at| if at < 65 {
            30_000
        } else {
            31_600
        })));
    }

    #[test]
    fn a_warm_up_a_peak_and_noise_are_no_growth() {
        assert!(is_flat((0..90).map(|at| if at < 30 {
            at * 500
        } else {
            15_000
        })));
        assert!(is_flat((0..90).map(|at| if at == 80 {
            90_000
        } else {
            15_000
        })));
        assert!(is_flat((0..90).map(|at| 15_000 + (at * 7919) % 900)));
        assert!(is_flat((0..90).map(|at| 20_000 - at * 20)));
    }

    #[test]
    fn a_few_figures_are_no_series() {
        assert_eq!(Growth::of(&[1.0; FEWEST - 1]), None);
        assert!(Growth::of(&[1.0; FEWEST]).is_some());
    }
}
