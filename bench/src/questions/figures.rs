//! What is told of many ratios.

/// Ratios, and what is told of them.
#[derive(Default)]
pub(crate) struct Ratios(Vec<f64>);

impl Ratios {
    pub(crate) fn add(&mut self, asked: f64, least: f64) {
        self.0.push(asked / least);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many are at most this.
    pub(crate) fn at_most(&self, bound: f64) -> usize {
        self.0.iter().filter(|ratio| **ratio <= bound).count()
    }

    /// `mean …, median …, p95 …, worst …`.
    pub(crate) fn line(&mut self) -> String {
        self.0.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "some thousand households")]
        let mean = self.0.iter().sum::<f64>() / self.0.len().max(1) as f64;
        format!(
            "mean {mean:.3}, median {:.3}, p95 {:.3}, worst {:.3}",
            self.percentile(50),
            self.percentile(95),
            self.percentile(100)
        )
    }

    /// The ratio that this many of a hundred do not exceed; they are sorted.
    fn percentile(&self, of_a_hundred: usize) -> f64 {
        let place = (self.0.len() * of_a_hundred).div_ceil(100).saturating_sub(1);
        self.0.get(place).copied().unwrap_or(1.0)
    }
}
