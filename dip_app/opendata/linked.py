"""The list as linked data: a DCAT catalogue to be harvested, and schema.org in the item's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dip_app.facets import UnitName
from dip_app.models import InformationItem
from dip_app.opendata.answers import dumps
from dip_app.opendata.records import Frame, Record, of_item
from ppid_portal.people.models import PublicBody
from ppid_portal.spreadsheets import xlsx

CONTENT_TYPE = "application/ld+json"
LANGUAGES = {"id": "IND", "en": "ENG"}
DOWNLOADS = {
    "csv": "text/csv",
    "xlsx": xlsx.CONTENT_TYPE,
    "json": "application/json",
    "jsonl": "application/jsonl",
}
"""The formats of the whole list, with their media types."""

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types/"
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct:issued": {"@type": "xsd:dateTime"},
    "dct:modified": {"@type": "xsd:dateTime"},
    "dct:created": {"@type": "xsd:gYear"},
    "dct:language": {"@type": "@id"},
    "dct:accessRights": {"@type": "@id"},
    "dcat:accessURL": {"@type": "@id"},
    "dcat:downloadURL": {"@type": "@id"},
    "dcat:landingPage": {"@type": "@id"},
    "dcat:mediaType": {"@type": "@id"},
    "dcat:endpointURL": {"@type": "@id"},
    "dcat:endpointDescription": {"@type": "@id"},
    "dcat:servesDataset": {"@type": "@id"},
    "dcat:byteSize": {"@type": "xsd:nonNegativeInteger"},
    "foaf:homepage": {"@type": "@id"},
    "vcard:hasEmail": {"@type": "@id"},
    "schema:url": {"@type": "@id"},
    "schema:contentUrl": {"@type": "@id"},
}


def catalogue_stream(
    chunks: Iterable[list[Record]], frame: Frame, body: PublicBody, address: str, modified: str
) -> Iterator[bytes]:
    """A catalogue after DCAT-AP: the list itself as a dataset, then each item as one."""
    catalogue = _catalogue(frame, body, address, modified)
    head = dumps({"@context": CONTEXT, **catalogue})[:-1]
    yield f'{head},"dcat:dataset":[\n{dumps(_whole_list(frame, body, modified))}'.encode()
    for records in chunks:
        yield "".join(f",\n{dumps(dataset(record, frame))}" for record in records).encode()
    yield b"\n]}\n"


def _catalogue(frame: Frame, body: PublicBody, address: str, modified: str) -> dict[str, Any]:
    title = f"Daftar Informasi Publik {body.name}"
    return {
        "@id": address,
        "@type": ["dcat:Catalog", "schema:DataCatalog"],
        "dct:title": title,
        "dct:description": (
            "Informasi publik yang dikuasai badan publik ini, menurut Undang-Undang Nomor 14 "
            "Tahun 2008 tentang Keterbukaan Informasi Publik."
        ),
        "dct:language": f"{_AUTHORITY}/language/IND",
        **({"dct:modified": modified} if modified else {}),
        "dct:publisher": _publisher(frame, body),
        "foaf:homepage": frame.absolute(frame.list_path),
        "schema:name": title,
        "schema:url": frame.absolute(frame.list_path),
        "dcat:service": {
            "@id": frame.absolute(reverse("opendata:items")),
            "@type": "dcat:DataService",
            "dct:title": "API Daftar Informasi Publik",
            "dcat:endpointURL": frame.absolute(reverse("opendata:home")),
            "dcat:endpointDescription": frame.absolute(reverse("opendata:openapi")),
            "dcat:servesDataset": f"{frame.absolute(frame.list_path)}#daftar",
        },
    }


def _publisher(frame: Frame, body: PublicBody) -> dict[str, Any]:
    return {
        "@id": f"{frame.base}/#badan-publik",
        "@type": "foaf:Organization",
        "foaf:name": body.name,
        **({"foaf:homepage": body.website} if body.website else {}),
    }


def _whole_list(frame: Frame, body: PublicBody, modified: str) -> dict[str, Any]:
    title = f"Daftar Informasi Publik {body.name} sebagai data"
    return {
        "@id": f"{frame.absolute(frame.list_path)}#daftar",
        "@type": ["dcat:Dataset", "schema:Dataset"],
        "dct:title": title,
        "dct:description": "Seluruh butir Daftar Informasi Publik yang terbit.",
        "dct:identifier": f"{frame.absolute(frame.list_path)}#daftar",
        "dct:publisher": _publisher(frame, body),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": body.office_name,
            "vcard:hasEmail": f"mailto:{body.email}",
        },
        **({"dct:modified": modified} if modified else {}),
        "dct:accessRights": f"{_AUTHORITY}/access-right/PUBLIC",
        "dcat:landingPage": frame.absolute(frame.list_path),
        "schema:name": title,
        "schema:description": "Seluruh butir Daftar Informasi Publik yang terbit.",
        "schema:url": frame.absolute(frame.list_path),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": kind.upper(),
                "dcat:accessURL": frame.absolute(reverse("dip_app:download", args=[kind])),
                "dcat:downloadURL": frame.absolute(reverse("dip_app:download", args=[kind])),
                "dcat:mediaType": _MEDIA + media,
            }
            for kind, media in DOWNLOADS.items()
        ],
    }


def dataset(record: Record, frame: Frame) -> dict[str, Any]:
    """An item as a dataset of the catalogue, by its permanent number."""
    unit, url = frame.unit(record.unit_id), frame.url(record)
    files: list[dict[str, Any]] = [
        {
            "@type": "dcat:Distribution",
            "dct:title": file.label,
            "dcat:accessURL": frame.absolute(file.url),
            "dcat:downloadURL": frame.absolute(file.url),
            "dcat:mediaType": _MEDIA + file.content_type,
            "dcat:byteSize": str(file.size),
        }
        for file in record.files
    ]
    if record.link:
        files.append({"@type": "dcat:Distribution", "dcat:accessURL": record.link})
    return {
        "@id": f"{frame.absolute(frame.list_path)}{record.id}/",
        "@type": ["dcat:Dataset", "schema:Dataset"],
        "dct:identifier": str(record.id),
        "dct:title": record.title,
        "dct:description": record.summary,
        "dct:publisher": {
            "@id": f"{frame.base}/#unit-{unit.code}",
            "@type": "foaf:Organization",
            "foaf:name": unit.name,
        },
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": record.responsible},
        "dct:created": str(record.made_year),
        "dct:issued": frame.at(record.published_at),
        "dct:modified": frame.at(record.changed_at),
        "dct:language": f"{_AUTHORITY}/language/{LANGUAGES.get(record.language, 'IND')}",
        "dct:accessRights": f"{_AUTHORITY}/access-right/PUBLIC",
        **({"dct:rights": record.licence} if record.licence else {}),
        "dcat:keyword": _keywords(record, frame),
        "dcat:landingPage": url,
        "schema:name": record.title,
        "schema:description": record.summary,
        "schema:url": url,
        **({"dcat:distribution": files} if files else {}),
    }


def _keywords(record: Record, frame: Frame) -> list[str]:
    return [frame.categories[record.category], *([record.topic] if record.topic else [])]


# -- in the page of an item --------------------------------------------------------------------

_NO_MARKUP = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


def embedded(item: InformationItem, body: PublicBody) -> SafeString:
    """The item after schema.org, as a data block for the head of its page.

    A block of this type is data: browsers never run it, and the content security policy, which
    allows no script within a page, has nothing to forbid. No text in it can end the block.
    """
    frame = Frame.read([UnitName(item.unit.pk, item.unit.code, item.unit.name)])
    data = dumps(about(of_item(item), frame, body)).translate(_NO_MARKUP)
    return mark_safe(f'<script type="{CONTENT_TYPE}">{data}</script>')  # noqa: S308 - see above


def about(record: Record, frame: Frame, body: PublicBody) -> dict[str, Any]:
    """What search engines for data read of an item."""
    organisation = {"@type": "GovernmentOrganization", "name": body.name}
    if body.website:
        organisation["url"] = body.website
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{frame.absolute(frame.list_path)}{record.id}/",
        "name": record.title,
        "description": record.summary,
        "url": frame.url(record),
        "identifier": str(record.id),
        "creator": {
            "@type": "GovernmentOrganization",
            "name": frame.unit(record.unit_id).name,
            "parentOrganization": organisation,
        },
        "publisher": organisation,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": f"Daftar Informasi Publik {body.name}",
            "url": frame.absolute(frame.list_path),
        },
        "dateCreated": str(record.made_year),
        "datePublished": frame.at(record.published_at),
        "dateModified": frame.at(record.changed_at),
        "inLanguage": record.language,
        "keywords": _keywords(record, frame),
        "isAccessibleForFree": True,
        **({"usageInfo": record.licence} if record.licence else {}),
        "distribution": [
            *(
                {
                    "@type": "DataDownload",
                    "name": file.label,
                    "contentUrl": frame.absolute(file.url),
                    "encodingFormat": file.content_type,
                    "contentSize": f"{file.size} B",
                }
                for file in record.files
            ),
            *([{"@type": "DataDownload", "contentUrl": record.link}] if record.link else []),
        ],
    }
