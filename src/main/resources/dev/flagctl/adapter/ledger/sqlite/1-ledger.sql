create table migration (
    version integer primary key,
    name    text not null,
    sha256  text not null,
    applied text not null
) strict;

create table entry (
    serial        integer primary key,
    time          text not null,
    run           text not null,
    actor         text not null,
    kind          text not null,
    feature       text,
    environment   text,
    task          text,
    body          text not null,
    state         text,
    previous_hash text not null,
    hash          text not null
) strict;

create index entry_feature on entry (feature, environment) where feature is not null;
create index entry_kind on entry (kind);

create trigger entry_stays before update on entry begin
    select raise(abort, 'the ledger is append-only');
end;
create trigger entry_remains before delete on entry begin
    select raise(abort, 'the ledger is append-only');
end;

-- The fold of the chain, so that a run does not read the history.
create table state (
    environment text not null,
    feature     text not null,
    json        text not null,
    serial      integer not null references entry (serial),
    primary key (environment, feature)
) strict, without rowid;

create table open_task (
    task   text not null,
    serial integer not null references entry (serial),
    primary key (task, serial)
) strict, without rowid;

create table lease (
    scope    text primary key,
    token    integer not null,
    run      text not null,
    actor    text not null,
    url      text not null,
    revision text not null,
    plan     text not null,
    progress text not null,
    acquired text not null,
    renewed  text not null,
    expires  text not null
) strict, without rowid;

-- One row: the newest fencing token of all scopes. It outlives every lease, so a token is never given twice.
create table fencing (
    id    integer primary key check (id = 1),
    token integer not null
) strict;
insert into fencing (id, token) values (1, 0);
