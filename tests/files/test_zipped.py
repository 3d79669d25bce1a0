"""Zip records: somebody else's archive is listed, read and changed without a byte lost."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from dataclasses import replace
from struct import unpack_from

import pytest

from speechgen.files.zipped import Archive, OversizeError, ZipError, content, package, part
from tests.files.damaged import PARTS, PICTURE, REWRITTEN, WHOLE, ZEROS, of, records, zeros
from tests.files.zips import Record, zip_of


def read(data: bytes, name: str) -> bytes:
    archive = Archive(data, 100)
    (entry,) = (each for each in archive.entries if each.name == name)
    return b"".join(archive.blocks(entry))


def entries(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Name, central record but for its place, and all that stands from its own record to the
    next, of every entry."""
    end = data.rindex(b"PK\x05\x06", 0, len(data) - 18)
    if data[end + 20 : end + 22] == b"\0\0" and b"PK\x05\x06" in data[: end - 1]:
        end = data.index(b"PK\x05\x06")  # the last one is a comment's
    size, start = unpack_from("<II", data, end + 12)
    before = end
    if data[end - 20 : end - 16] == b"PK\x06\x07":
        before = end - 76
        size, start = unpack_from("<QQ", data, before + 40)
    at, prefix = before - size, before - size - start
    listed = []
    while data[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = unpack_from("<HHH", data, at + 28)
        record = data[at : at + 46 + name + extra + comment]
        place = unpack_from("<I", record, 42)[0]
        bare = record[:42] + record[46:]
        if place == 0xFFFFFFFF:  # the last number of the last extra field
            wide = 46 + name + extra - 8
            place = unpack_from("<Q", record, wide)[0]
            bare = record[:wide] + record[wide + 8 :]
        listed.append((record[46 : 46 + name], bare, place + prefix))
        at += len(record)
    places = [*sorted(place for _, _, place in listed), before - size]
    return [
        (name, bare, data[place : places[places.index(place) + 1]]) for name, bare, place in listed
    ]


def test_what_is_written_is_read() -> None:
    parts = [part(name, content) for name, content in PARTS.items()]
    data = package(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    for one in parts:
        assert read(data, one.name) == PARTS[one.name] == content(one)


@pytest.mark.parametrize("name", REWRITTEN)
def test_nothing_changed_is_the_same_archive(name: str) -> None:
    data = REWRITTEN[name]()
    again = Archive(data, 100).replaced({}, {})
    assert entries(again) == entries(data)
    assert again == data or "64" in name or "count" in name


@pytest.mark.parametrize("method", [0, 8])
@pytest.mark.parametrize("descriptor", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_a_changed_part_keeps_how_its_entry_is(method: int, descriptor: bool, wide: bool) -> None:
    one = replace(
        Record("图.xml", b"<a/>" * 100, method, extra=b"\x99\x99\2\0ab", comment=b"c"),
        descriptor=descriptor,
        wide=wide,
    )
    data = zip_of([Record("a", b"a"), one, Record("b", b"b")], comment=b"all")
    archive = Archive(data, 10)
    changed = archive.replaced({archive.entries[1]: b"<b/>" * 500}, {"新.xml": b"new"})
    assert read(changed, "图.xml") == b"<b/>" * 500
    with zipfile.ZipFile(io.BytesIO(changed)) as found:
        assert found.testzip() is None
        assert found.namelist() == ["a", "图.xml", "b", "新.xml"]
        assert found.comment == b"all"
        info = found.infolist()[1]
        assert (info.compress_type, info.comment, info.extra) == (method, b"c", one.extra)
        assert info.external_attr == one.attributes
        assert info.date_time == (2025, 1, 1, 13, 32, 0) == found.infolist()[3].date_time
    assert [each for each in entries(changed) if each[0] in (b"a", b"b")] == [
        each for each in entries(data) if each[0] in (b"a", b"b")
    ]


def test_a_program_before_the_archive_stays() -> None:
    for absolute in (False, True):
        data = zip_of(records(), prefix=b"MZ" * 99, absolute=absolute)
        archive = Archive(data, 100)
        entry = next(each for each in archive.entries if each.name == PICTURE)
        changed = archive.replaced({entry: b"1"}, {})
        assert changed.startswith(b"MZ" * 99 + b"PK\x03\x04")
        assert read(changed, PICTURE) == b"1"
        with zipfile.ZipFile(io.BytesIO(changed)) as found:
            assert found.testzip() is None


def test_random_archives() -> None:
    """Whatever stands in an archive: zipfile reads the same of it before and after a change."""
    for seed in range(200):
        chance = random.Random(seed)
        made = [
            Record(
                f"{number}{'文' * chance.randrange(2)}", chance.randbytes(chance.randrange(4000)),
                chance.choice([0, 8]), descriptor=chance.random() < 0.3, wide=chance.random() < 0.3,
                extra=chance.choice([b"", b"\x99\x99\2\0ab"]), comment=chance.randbytes(2),
            )
            for number in range(chance.randrange(1, 9))
        ]  # fmt: skip
        data = zip_of(
            made,
            prefix=chance.randbytes(chance.choice([0, 9])),
            gap=chance.randbytes(chance.choice([0, 9])),
            comment=b"c" * chance.choice([0, 9]),
            wide_end=chance.random() < 0.3,
        )
        archive = Archive(data, 10)
        changes = {
            entry: chance.randbytes(chance.randrange(5000))
            for entry in archive.entries
            if chance.random() < 0.4
        }
        with zipfile.ZipFile(io.BytesIO(archive.replaced(changes, {"x": b"x"}))) as found:
            for entry, one in zip(archive.entries, made, strict=True):
                assert found.read(entry.name) == changes.get(entry, one.content)
            assert found.read("x") == b"x"


def test_random_damage_raises_nothing_else() -> None:
    chance = random.Random(7)
    whole = [zip_of(records()), zip_of(records(picture=of(PICTURE, wide=True)), wide_end=True)]
    for turn in range(500):
        data = bytearray(whole[turn % 2])
        tail = chance.random() < 0.7  # mostly where the records are
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(data) - 800 if tail else 0, len(data))
            data[at] = chance.choice([0, 1, 255, chance.randrange(256)])
        try:
            archive = Archive(bytes(data), 100)
            for entry in archive.entries:
                try:
                    assert sum(map(len, archive.blocks(entry))) == entry.size
                except ZipError:
                    continue
            archive.replaced({archive.entries[0]: b"x"} if archive.entries else {}, {"y": b"y"})
        except (ZipError, OversizeError):
            continue


def test_a_gigabyte_of_zeros_costs_what_its_record_says() -> None:
    for size in (900_000, 3):
        data = zip_of([Record("a", b"", packed=zeros(), size=size)])
        archive = Archive(data, 10)
        tracemalloc.start()
        with pytest.raises(ZipError):
            list(archive.blocks(archive.entries[0]))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 8 << 20
    assert len(zeros()) < ZEROS // 500


def test_more_entries_than_asked_for() -> None:
    many = zip_of([Record(b"%d" % number, method=0) for number in range(30)], count=3)
    assert len(Archive(many, 30).entries) == 30
    with pytest.raises(OversizeError):
        Archive(many, 29)


@pytest.mark.parametrize("end", range(0, len(WHOLE), 97))
def test_cut_files(end: int) -> None:
    with pytest.raises(ZipError):
        Archive(WHOLE[:end], 100)


def test_a_data_descriptor_goes_with_the_content_it_told_of() -> None:
    data = zip_of(records(picture=of(PICTURE, descriptor=True)))
    archive = Archive(data, 100)
    entry = next(each for each in archive.entries if each.name == PICTURE)
    assert b"PK\x07\x08" in data
    assert b"PK\x07\x08" not in archive.replaced({entry: b"1"}, {})
