-- A lease of several scopes is one row: the first scope, and the others, each on a line.
alter table ${schema}.lease add column more text not null default '';
