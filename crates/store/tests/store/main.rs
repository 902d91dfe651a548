//! The store against a real PostgreSQL: one throwaway server for all of these, one database for each test.

mod accounts;
mod audit;
mod catalog;
mod isolation;
mod register;
mod startup;
mod visit;
