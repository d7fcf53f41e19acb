-- A feature, newest entry first, whatever its environment.
drop index ${schema}.entry_feature;
create index entry_feature on ${schema}.entry (feature, serial) where feature is not null;

-- What a plan asks about many features at once: their specs, sources that were gone since a time, and what was said on a version.
create index entry_word on ${schema}.entry (feature, kind, serial, time collate "C") where feature is not null;
create index entry_said on ${schema}.entry (feature, coalesce(task, '')) where kind in ('APPROVED', 'REJECTED');

create index entry_actor on ${schema}.entry (actor, serial);
