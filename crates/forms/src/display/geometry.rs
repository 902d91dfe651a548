//! Rectangles, paths and millimetres.

/// Points in so many millimetres.
#[must_use]
pub fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Rect {
    /// A rectangle by its upper left corner and its size.
    #[must_use]
    pub fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    /// The right edge.
    #[must_use]
    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    /// The lower edge.
    #[must_use]
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// Smaller by so much on the left and right, and above and below. Never smaller than nothing.
    #[must_use]
    pub fn inset(&self, dx: f32, dy: f32) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
            w: (self.w - 2.0 * dx).max(0.0),
            h: (self.h - 2.0 * dy).max(0.0),
        }
    }

    /// Cuts off a piece at the left: the piece and the rest.
    #[must_use]
    pub fn split_left(&self, width: f32) -> (Self, Self) {
        let width = width.clamp(0.0, self.w);
        (
            Self { w: width, ..*self },
            Self {
                x: self.x + width,
                w: self.w - width,
                ..*self
            },
        )
    }

    /// Cuts off a piece at the top: the piece and the rest.
    #[must_use]
    pub fn split_top(&self, height: f32) -> (Self, Self) {
        let height = height.clamp(0.0, self.h);
        (
            Self { h: height, ..*self },
            Self {
                y: self.y + height,
                h: self.h - height,
                ..*self
            },
        )
    }
}

/// A piece of a path.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// Begins a contour.
    Move(f32, f32),
    /// A straight line.
    Line(f32, f32),
    /// A quadratic curve: control point, end.
    Quad(f32, f32, f32, f32),
    /// A cubic curve: two control points, end.
    Cubic(f32, f32, f32, f32, f32, f32),
    /// Closes the contour.
    Close,
}

impl Segment {
    /// The same piece with every point moved by a function.
    #[must_use]
    pub fn mapped(self, at: impl Fn(f32, f32) -> (f32, f32)) -> Self {
        match self {
            Self::Move(x, y) => {
                let (x, y) = at(x, y);
                Self::Move(x, y)
            }
            Self::Line(x, y) => {
                let (x, y) = at(x, y);
                Self::Line(x, y)
            }
            Self::Quad(ax, ay, x, y) => {
                let ((ax, ay), (x, y)) = (at(ax, ay), at(x, y));
                Self::Quad(ax, ay, x, y)
            }
            Self::Cubic(ax, ay, bx, by, x, y) => {
                let ((ax, ay), (bx, by), (x, y)) = (at(ax, ay), at(bx, by), at(x, y));
                Self::Cubic(ax, ay, bx, by, x, y)
            }
            Self::Close => Self::Close,
        }
    }
}

/// The outline of a rectangle.
impl From<Rect> for Vec<Segment> {
    fn from(rect: Rect) -> Self {
        vec![
            Segment::Move(rect.x, rect.y),
            Segment::Line(rect.right(), rect.y),
            Segment::Line(rect.right(), rect.bottom()),
            Segment::Line(rect.x, rect.bottom()),
            Segment::Close,
        ]
    }
}

/// Straight lines through the points.
#[must_use]
pub fn lines(points: &[(f32, f32)]) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(points.len());
    for (n, (x, y)) in points.iter().enumerate() {
        segments.push(if n == 0 {
            Segment::Move(*x, *y)
        } else {
            Segment::Line(*x, *y)
        });
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_millimetre_is_what_it_is() {
        assert!((mm(25.4) - 72.0).abs() < 1e-4);
        assert!((mm(210.0) - 595.275_6).abs() < 1e-3);
    }

    #[test]
    fn pieces_make_up_the_whole() {
        let whole = Rect::new(1.0, 2.0, 10.0, 20.0);
        let (left, rest) = whole.split_left(4.0);
        assert!((left.w + rest.w - whole.w).abs() < 1e-6 && (rest.x - 5.0).abs() < 1e-6);
        let (top, rest) = whole.split_top(30.0);
        assert_eq!((top, rest.h), (whole, 0.0));
        assert!(whole.inset(6.0, 0.0).w.abs() < 1e-6);
    }
}
