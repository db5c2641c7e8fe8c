//! Numbers of a study by name: read, checked and set without any text of a scenario.

use std::fmt;

use thiserror::Error;

use super::registry::{About, NotPermitted, Parameter, Registered};
use super::{
    Clock, CustomerParameters, Economics, Environment, Function, InitiativeParameters, Levers, Line, LineLevers,
    OrganisationParameters, Segment, Structure, Study, Touchpoint, World,
};

/// Whose number it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The study: horizon, rhythms and number of customers (`study.weeks`).
    Study,
    /// All customers (`customer.noise`).
    Customer,
    /// What functions think of (`initiatives.rate`).
    Initiatives,
    /// The organisation (`organisation.readiness`).
    Organisation,
    /// What happens around the firm (`environment.disruptions`).
    Environment,
    /// Money (`economics.team_cost`).
    Economics,
    /// A kind of line in all structures that have nothing of their own (`lines.dotted.say`).
    Lines(Line),
    /// A function, by its id (`function.sales.budget`).
    Function(String),
    /// A touchpoint (`touchpoint.app.quality`).
    Touchpoint(String),
    /// A segment (`segment.loyal.margin`).
    Segment(String),
    /// The office of a structure, from its start on (`structure.advisory.power`).
    Structure(String),
    /// A kind of line in a structure (`structure.advisory.lines.advisory.visibility`).
    StructureLines(String, Line),
}

/// A number that a study can hold: its owner and its key. Reads from and writes as the path of the scenario file.
///
/// ```
/// use dottedline_core::model::Address;
/// let address: Address = "touchpoint.app.quality".parse().unwrap();
/// assert_eq!((address.to_string().as_str(), address.about().unit), ("touchpoint.app.quality", "0-1"));
/// assert!("touchpoint.app.colour".parse::<Address>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    owner: Owner,
    about: &'static About,
}

/// Why a number cannot be set.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SetError {
    /// No number has this name.
    #[error("there is no number `{0}`")]
    NoSuchNumber(String),
    /// The study has nothing of this id.
    #[error("the study has nothing that `{0}` could belong to")]
    NotThere(String),
    /// It cannot be this.
    #[error("{address} {why}, but is {value}")]
    NotPermitted {
        /// Its name.
        address: String,
        /// What it cannot be.
        value: f64,
        /// What it can be.
        why: NotPermitted,
    },
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.about.key;
        match &self.owner {
            Owner::Study => write!(f, "study.{key}"),
            Owner::Customer => write!(f, "customer.{key}"),
            Owner::Initiatives => write!(f, "initiatives.{key}"),
            Owner::Organisation => write!(f, "organisation.{key}"),
            Owner::Environment => write!(f, "environment.{key}"),
            Owner::Economics => write!(f, "economics.{key}"),
            Owner::Lines(line) => write!(f, "lines.{}.{key}", line.name()),
            Owner::Function(id) => write!(f, "function.{id}.{key}"),
            Owner::Touchpoint(id) => write!(f, "touchpoint.{id}.{key}"),
            Owner::Segment(id) => write!(f, "segment.{id}.{key}"),
            Owner::Structure(id) => write!(f, "structure.{id}.{key}"),
            Owner::StructureLines(id, line) => write!(f, "structure.{id}.lines.{}.{key}", line.name()),
        }
    }
}

impl std::str::FromStr for Address {
    type Err = SetError;

    fn from_str(text: &str) -> Result<Address, SetError> {
        let parts: Vec<&str> = text.split('.').collect();
        let line = |name: &str| Line::ALL.into_iter().find(|line| line.name() == name);
        let found = match parts.as_slice() {
            ["study", key] => about::<Clock>(key).or_else(|| about::<World>(key)).map(|about| (Owner::Study, about)),
            ["customer", key] => about::<CustomerParameters>(key).map(|about| (Owner::Customer, about)),
            ["initiatives", key] => about::<InitiativeParameters>(key).map(|about| (Owner::Initiatives, about)),
            ["organisation", key] => about::<OrganisationParameters>(key).map(|about| (Owner::Organisation, about)),
            ["environment", key] => about::<Environment>(key).map(|about| (Owner::Environment, about)),
            ["economics", key] => about::<Economics>(key).map(|about| (Owner::Economics, about)),
            ["lines", kind, key] => line(kind).map(Owner::Lines).zip(about::<LineLevers>(key)),
            ["function", id, key] => about::<Function>(key).map(|about| (Owner::Function((*id).to_owned()), about)),
            ["touchpoint", id, key] => {
                about::<Touchpoint>(key).map(|about| (Owner::Touchpoint((*id).to_owned()), about))
            }
            ["segment", id, key] => about::<Segment>(key).map(|about| (Owner::Segment((*id).to_owned()), about)),
            ["structure", id, key] => about::<Levers>(key).map(|about| (Owner::Structure((*id).to_owned()), about)),
            ["structure", id, "lines", kind, key] => {
                line(kind).map(|line| Owner::StructureLines((*id).to_owned(), line)).zip(about::<LineLevers>(key))
            }
            _ => None,
        };
        let (owner, about) = found.ok_or_else(|| SetError::NoSuchNumber(text.to_owned()))?;
        Ok(Address { owner, about })
    }
}

/// A number of a type and its place, by its key.
fn parameter<T: Registered>(key: &str) -> Option<(usize, &'static Parameter<T>)> {
    T::place(key).map(|place| (place, &T::PARAMETERS[place]))
}

fn about<T: Registered>(key: &str) -> Option<&'static About> {
    parameter::<T>(key).map(|(_, parameter)| &parameter.about)
}

fn usual<T: Registered>(key: &str) -> Option<f64> {
    T::place(key).and_then(T::usual_number)
}

impl Address {
    /// The number that goes by this path with a key [of old](About::formerly); `None` if the path needs no other key.
    #[must_use]
    pub fn renamed(path: &str) -> Option<Address> {
        let (owner, key) = path.rsplit_once('.')?;
        let now = [
            Clock::renamed(key),
            World::renamed(key),
            CustomerParameters::renamed(key),
            InitiativeParameters::renamed(key),
            OrganisationParameters::renamed(key),
            Economics::renamed(key),
            LineLevers::renamed(key),
            Function::renamed(key),
            Touchpoint::renamed(key),
            Segment::renamed(key),
            Levers::renamed(key),
        ];
        let mut found = now.into_iter().flatten().filter_map(|now| format!("{owner}.{now}").parse::<Address>().ok());
        found.find(|address| address.about.formerly == key)
    }

    /// Whose number it is.
    #[must_use]
    pub const fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Meaning, unit, ranges, status and source.
    #[must_use]
    pub const fn about(&self) -> &'static About {
        self.about
    }

    /// What it is called in a sentence.
    ///
    /// ```
    /// use dottedline_core::model::Address;
    /// let words = |key: &str| key.parse::<Address>().unwrap().words();
    /// assert_eq!(words("organisation.readiness"), "readiness of the organisation");
    /// assert_eq!(words("touchpoint.app.quality"), "quality of app");
    /// assert_eq!(words("structure.bold.lines.dotted.visibility"), "visibility of dotted lines under bold");
    /// assert_eq!(words("economics.kpi_value"), "KPI value");
    /// ```
    #[must_use]
    pub fn words(&self) -> String {
        let spelt = |word: &str| if word == "kpi" || word == "nps" { word.to_uppercase() } else { word.to_owned() };
        let key = self.about.key.split('_').map(spelt).collect::<Vec<_>>().join(" ");
        match &self.owner {
            Owner::Study | Owner::Economics => key,
            Owner::Customer => format!("{key} of customers"),
            Owner::Initiatives => format!("{key} of initiatives"),
            Owner::Organisation => format!("{key} of the organisation"),
            Owner::Environment => format!("{key} of the environment"),
            Owner::Lines(line) => format!("{key} of {} lines", line.name()),
            Owner::Function(id) | Owner::Touchpoint(id) | Owner::Segment(id) | Owner::Structure(id) => {
                format!("{key} of {id}")
            }
            Owner::StructureLines(id, line) => format!("{key} of {} lines under {id}", line.name()),
        }
    }

    /// The default, if it has one of its own: levers have that of a preset or a kind of line.
    #[must_use]
    pub fn usual(&self) -> Option<f64> {
        let key = self.about.key;
        match self.owner {
            Owner::Study => usual::<Clock>(key).or_else(|| usual::<World>(key)),
            Owner::Customer => usual::<CustomerParameters>(key),
            Owner::Initiatives => usual::<InitiativeParameters>(key),
            Owner::Organisation => usual::<OrganisationParameters>(key),
            Owner::Environment => usual::<Environment>(key),
            Owner::Economics => usual::<Economics>(key),
            Owner::Function(_) => usual::<Function>(key),
            Owner::Touchpoint(_) => usual::<Touchpoint>(key),
            Owner::Segment(_) => usual::<Segment>(key),
            Owner::Lines(_) | Owner::Structure(_) | Owner::StructureLines(..) => None,
        }
    }

    /// Whether it belongs to one structure alone.
    #[must_use]
    pub const fn is_of_structure(&self) -> bool {
        matches!(self.owner, Owner::Structure(_) | Owner::StructureLines(..))
    }

    fn of<T: Registered>(&self) -> impl Fn(&T) -> Option<f64> + '_ {
        |value| parameter::<T>(self.about.key).and_then(|(_, parameter)| parameter.get(value))
    }
}

fn write<T: Registered>(key: &str, of: &mut T, value: f64) {
    if let Some((_, parameter)) = parameter::<T>(key) {
        (parameter.write)(of, value);
    }
}

impl Study {
    /// Every number of the study, in the order of the scenario file.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        let mut all = all_of::<World>(&Owner::Study);
        all.extend(all_of::<Clock>(&Owner::Study));
        for function in &self.world.functions {
            all.extend(all_of::<Function>(&Owner::Function(function.id.clone())));
        }
        for touchpoint in &self.world.touchpoints {
            all.extend(all_of::<Touchpoint>(&Owner::Touchpoint(touchpoint.id.clone())));
        }
        for segment in &self.world.segments {
            all.extend(all_of::<Segment>(&Owner::Segment(segment.id.clone())));
        }
        all.extend(all_of::<CustomerParameters>(&Owner::Customer));
        all.extend(all_of::<InitiativeParameters>(&Owner::Initiatives));
        all.extend(all_of::<OrganisationParameters>(&Owner::Organisation));
        all.extend(all_of::<Environment>(&Owner::Environment));
        all.extend(all_of::<Economics>(&Owner::Economics));
        for line in Line::ALL {
            all.extend(all_of::<LineLevers>(&Owner::Lines(line)));
        }
        for structure in &self.structures {
            all.extend(all_of::<Levers>(&Owner::Structure(structure.id.clone())));
            for line in Line::ALL {
                all.extend(all_of::<LineLevers>(&Owner::StructureLines(structure.id.clone(), line)));
            }
        }
        all
    }

    /// A number of the study; `None` where it is left out, or belongs to something that the study does not have.
    #[must_use]
    pub fn number(&self, address: &Address) -> Option<f64> {
        let world = &self.world;
        match &address.owner {
            Owner::Study => address.of()(&world.clock).or_else(|| address.of()(world)),
            Owner::Customer => address.of()(&world.customer),
            Owner::Initiatives => address.of()(&world.initiatives),
            Owner::Organisation => address.of()(&world.organisation),
            Owner::Environment => address.of()(&world.environment),
            Owner::Economics => address.of()(&world.economics),
            Owner::Lines(line) => address.of()(self.lines.of(*line)),
            Owner::Function(id) => world.functions.iter().find(|one| one.id == *id).and_then(address.of()),
            Owner::Touchpoint(id) => world.touchpoints.iter().find(|one| one.id == *id).and_then(address.of()),
            Owner::Segment(id) => world.segments.iter().find(|one| one.id == *id).and_then(address.of()),
            Owner::Structure(id) => self.structure(id).and_then(|one| address.of()(&one.regime.levers)),
            Owner::StructureLines(id, line) => {
                self.structure(id).and_then(|one| address.of()(one.regime.line_table.of(*line)))
            }
        }
    }

    fn structure(&self, id: &str) -> Option<&Structure> {
        self.structures.iter().find(|structure| structure.id == id)
    }

    /// Sets a number, with all that follows it: as writing it into the scenario would.
    ///
    /// # Errors
    /// A number that is not permitted, or of something that the study does not have; nothing is changed then. Rules
    /// between numbers are [another matter](Study::contradictions).
    pub fn set(&mut self, address: &Address, value: f64) -> Result<(), SetError> {
        let refused = |why| SetError::NotPermitted { address: address.to_string(), value, why };
        address.about.check(value).map_err(refused)?;
        let not_there = || SetError::NotThere(address.to_string());
        let (key, world) = (address.about.key, &mut self.world);
        match &address.owner {
            Owner::Study => {
                write(key, &mut world.clock, value);
                write(key, world, value);
            }
            Owner::Customer => write(key, &mut world.customer, value),
            Owner::Initiatives => write(key, &mut world.initiatives, value),
            Owner::Organisation => write(key, &mut world.organisation, value),
            Owner::Environment => write(key, &mut world.environment, value),
            Owner::Economics => write(key, &mut world.economics, value),
            Owner::Lines(line) => {
                write(key, self.lines.of_mut(*line), value);
                self.structures.iter_mut().for_each(|structure| structure.follow_study(*line, key, value));
            }
            Owner::Function(id) => {
                let one = world.functions.iter_mut().find(|one| one.id == *id);
                write(key, one.ok_or_else(not_there)?, value);
            }
            Owner::Touchpoint(id) => {
                let one = world.touchpoints.iter_mut().find(|one| one.id == *id);
                write(key, one.ok_or_else(not_there)?, value);
            }
            Owner::Segment(id) => {
                let one = world.segments.iter_mut().find(|one| one.id == *id);
                write(key, one.ok_or_else(not_there)?, value);
            }
            Owner::Structure(id) => {
                let one = self.structures.iter_mut().find(|one| one.id == *id);
                one.ok_or_else(not_there)?.set_lever(key, value);
            }
            Owner::StructureLines(id, line) => {
                let one = self.structures.iter_mut().find(|one| one.id == *id);
                one.ok_or_else(not_there)?.set_line_lever(*line, key, value);
            }
        }
        Ok(())
    }
}

fn all_of<T: Registered>(owner: &Owner) -> Vec<Address> {
    T::PARAMETERS.iter().map(|parameter| Address { owner: owner.clone(), about: &parameter.about }).collect()
}

impl Structure {
    /// Takes a lever of a line over from the study, wherever it has none of its own.
    fn follow_study(&mut self, line: Line, key: &str, value: f64) {
        let Some((place, parameter)) = parameter::<LineLevers>(key) else { return };
        let stages = self.stages.iter_mut().map(|stage| (&stage.origin, &mut stage.regime));
        for (origin, regime) in std::iter::once((&self.origin, &mut self.regime)).chain(stages) {
            if origin.follows_study[line as usize].contains(place) {
                (parameter.write)(regime.line_table.of_mut(line), value);
            }
        }
    }

    /// Gives the structure a lever of its own, in its start and in the stages that go on with that.
    fn set_lever(&mut self, key: &str, value: f64) {
        let Some((place, parameter)) = parameter::<Levers>(key) else { return };
        (parameter.write)(&mut self.regime.levers, value);
        for stage in self.stages.iter_mut().filter(|stage| stage.origin.follows_start.contains(place)) {
            (parameter.write)(&mut stage.regime.levers, value);
        }
    }

    /// Gives the structure a lever of a line of its own, in its start and in the stages that have no other.
    fn set_line_lever(&mut self, line: Line, key: &str, value: f64) {
        let Some((place, parameter)) = parameter::<LineLevers>(key) else { return };
        let stages = self.stages.iter_mut().map(|stage| (&mut stage.origin, &mut stage.regime));
        for (origin, regime) in std::iter::once((&mut self.origin, &mut self.regime)).chain(stages) {
            if !origin.own_lines[line as usize].contains(place) {
                (parameter.write)(regime.line_table.of_mut(line), value);
                let follows = &mut origin.follows_study[line as usize];
                *follows = follows.without(place);
            }
        }
    }
}
