//! Charts as structures; searches of small firms.

use super::*;
