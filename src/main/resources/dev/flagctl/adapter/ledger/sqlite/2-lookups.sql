-- A feature, newest entry first, whatever its environment.
drop index entry_feature;
create index entry_feature on entry (feature) where feature is not null;

-- What a plan asks about many features at once: their specs, sources that were gone since a time, and what was said on a version.
create index entry_word on entry (feature, kind, serial, time) where feature is not null;
create index entry_said on entry (feature, coalesce(task, '')) where kind in ('APPROVED', 'REJECTED');

create index entry_actor on entry (actor);
