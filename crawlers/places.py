"""Where publishers sit: country → region and bloc. One table, so that no declaration repeats it."""

from dataclasses import dataclass
from enum import StrEnum


class Region(StrEnum):
    """Part of the world a publisher's seat is in, as newsrooms divide it."""

    PENINSULA = "peninsula"
    """The Arabian Peninsula, Yemen included."""
    MASHRIQ = "mashriq"
    """Iraq, Syria, Lebanon, Jordan, Palestine and Israel."""
    NILE = "nile"
    """Egypt and Sudan."""
    MAGHREB = "maghreb"
    """Libya to Mauritania."""
    HORN = "horn"
    """Somalia, Djibouti and the Comoros."""
    NEIGHBOURS = "neighbours"
    """Turkey and Iran."""
    EUROPE = "europe"
    AMERICAS = "americas"
    ASIA = "asia"


class Bloc(StrEnum):
    """The closest union of states its country belongs to."""

    GCC = "gcc"
    """Gulf Cooperation Council."""
    AMU = "amu"
    """Arab Maghreb Union."""
    ARAB_LEAGUE = "arab-league"
    """Member of the Arab League and of neither of the above."""
    NONE = "none"
    """Not a member of the Arab League."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a country says of a publisher's seat."""

    region: Region
    bloc: Bloc


def _places(region: Region, bloc: Bloc, countries: str) -> dict[str, Place]:
    return {country: Place(region=region, bloc=bloc) for country in countries.split()}


PLACES: dict[str, Place] = {
    **_places(Region.PENINSULA, Bloc.GCC, "SA AE QA KW BH OM"),
    **_places(Region.PENINSULA, Bloc.ARAB_LEAGUE, "YE"),
    **_places(Region.MASHRIQ, Bloc.ARAB_LEAGUE, "IQ SY LB JO PS"),
    **_places(Region.MASHRIQ, Bloc.NONE, "IL"),
    **_places(Region.NILE, Bloc.ARAB_LEAGUE, "EG SD"),
    **_places(Region.MAGHREB, Bloc.AMU, "LY TN DZ MA MR"),
    **_places(Region.HORN, Bloc.ARAB_LEAGUE, "SO DJ KM"),
    **_places(Region.NEIGHBOURS, Bloc.NONE, "TR IR"),
    **_places(Region.EUROPE, Bloc.NONE, "GB FR DE IT ES NL BE CH SE NO RU"),
    **_places(Region.AMERICAS, Bloc.NONE, "US CA"),
    **_places(Region.ASIA, Bloc.NONE, "CN JP KR IN"),
}
"""ISO 3166-1 alpha-2 → place: the members of the Arab League, and the countries from which others publish in Arabic
(memberships as of 2026-11-22)."""
