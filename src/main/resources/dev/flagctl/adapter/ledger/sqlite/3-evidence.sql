-- What decisions were made on, apart from the entries, whose hash has its digest only: so it can be dropped when it is old.
alter table entry add column evidence_digest text;

create table evidence (
    serial integer primary key references entry (serial),
    json   text not null
) strict;
create trigger evidence_stays before update on evidence begin
    select raise(abort, 'evidence is kept or dropped, but not changed');
end;
