//! Typed identifiers: UUID version 7, made from the handed-in clock and randomness.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

use crate::clock::{Clock, Entropy};

/// A fresh UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then randomness.
pub fn new_uuid(clock: &dyn Clock, entropy: &dyn Entropy) -> Uuid {
    let millis = u64::try_from(clock.now().timestamp_millis()).unwrap_or(0);
    let mut random = [0; 10];
    entropy.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id.
            pub fn new(clock: &dyn Clock, entropy: &dyn Entropy) -> Self {
                Self(new_uuid(clock, entropy))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A municipality as an isolation boundary.
    TenantId;
    /// A member of the municipality's staff.
    StaffId;
    /// A program of another service that uses the API (連携先).
    ApiClientId;
    /// A secret or public key of an API client.
    ApiKeyId;
    /// A section (課・係) of the municipality.
    SectionId;
    /// A 支援措置.
    MeasureId;
    /// A 抑止.
    SuppressionId;
    /// A 緊急閲覧.
    EmergencyAccessId;
    /// 相手方 of a 支援措置.
    PerpetratorId;
    /// A signed-in session of a member of staff.
    SessionId;
    /// A resident of the register.
    ResidentId;
    /// A household of the register (住基世帯).
    HouseholdId;
    /// One visit of one party.
    CaseId;
    /// A filled form of a case.
    ApplicationId;
    /// A signature on an application.
    SignatureId;
    /// One piece of work in a section's queue.
    QueueItemId;
    /// A task for a robot; the 引継ぎID that it types.
    RobotTaskId;
    /// An attempt at such a task; the lease by which a robot holds it.
    RobotLeaseId;
    /// A list of such tasks for robots without HTTP.
    RobotListId;
    /// An overlay of the municipality on the catalogue.
    OverlayId;
    /// An edition of a municipality's own paper.
    OwnFormId;
    /// A font that the municipality supplies for its private-use characters.
    SuppliedFontId;
    /// One reading of a マイナンバーカード; also the pairing it was read under.
    CardReadingId;
    /// A 個人番号 that was read for one procedure.
    IndividualNumberId;
    /// One import of a core system's file.
    ImportRunId;
    /// A place that the core systems' files are taken from by a schedule.
    ImportSourceId;
    /// A version of a municipality's own layout.
    ImportLayoutId;
    /// A unit of background work.
    JobId;
    /// One audited operation: its `begun` and `ended` entries share this id.
    OperationId;
}
