//! Findings as files: a folder of CSV tables with their description, that says how to repeat the run;
//! or the same tables in memory ([`table`]).
//!
//! The bytes depend on the scenario and the number of finished trials alone: no dates, no timings, no machine.

mod assumption_table;
mod cell;
mod columns;
mod course_tables;
mod csv_text;
mod datapackage;
mod decision_tables;
mod error;
mod experiment_folder;
mod folder;
mod hashed;
mod layout;
mod lever_table;
mod manifest;
mod map_tables;
mod memory;
mod money_tables;
#[cfg(not(feature = "parquet"))]
mod no_parquet;
#[cfg(feature = "parquet")]
mod parquet_as_csv;
#[cfg(feature = "parquet")]
mod parquet_tables;
mod record;
mod search_table;
mod segment_tables;
mod sensitivity_table;
mod small_table;
mod stored_rows;
mod sweep_tables;
mod tables;
mod trace_events;
mod trace_tables;
mod turning_table;
mod verified;

#[cfg(not(feature = "parquet"))]
use no_parquet as parquet_tables;

pub use cell::Cell;
#[doc(hidden)]
pub use cell::harmless;
pub use error::OutputError;
#[doc(hidden)]
pub use experiment_folder::{write_experiment_page, write_map, write_search, write_sensitivity, write_sweep};
#[doc(hidden)]
pub use folder::ResultsFolder;
pub use folder::{FILES, REPORT, WRITES_PARQUET, Written};
pub(crate) use manifest::manifest_in_memory;
pub use memory::{ResultsTable, table, table_names};
#[cfg(feature = "parquet")]
#[doc(hidden)]
pub use parquet_as_csv::parquet_as_csv;
#[doc(hidden)]
pub use record::{Conclusion, Design, RunRecord};
#[doc(hidden)]
pub use trace_events::event_columns;
pub use trace_tables::Traced;
#[doc(hidden)]
pub use trace_tables::{ColumnDoc, life_columns};
pub use verified::{Verified, VerifyError, verify};
