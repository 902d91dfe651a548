//! 支援措置 and 抑止: what keeps a person's data from being shown or handed out, how long it runs, and who decides.
//!
//! Source: 住民基本台帳事務処理要領 第5・10, 住民記録システム標準仕様書 10.2 (異動・発行・照会抑止) and 20.0.5 (支援措置).

mod likeness;
mod measure;
mod suppression;
mod term;

pub use likeness::{Known, may_be_same, name_key};
pub use measure::{MeasureSource, MeasureState, NotPossible, Transition};
pub use suppression::{Effect, Operation, SuppressionKind, strictest};
pub use term::{Standing, Term};
