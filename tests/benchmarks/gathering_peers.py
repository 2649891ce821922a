"""Peers of ``gathering.py``, each run in an environment of its own: ``python gathering_peers.py NAME PORT PAGES FOLDER``.

Each gathers the first ``PAGES`` pages of ``gathering_site.py`` at ``PORT`` its own way and prints how many it had. Neither
keeps responses: Fundus hands on what a parser read (here a heading, so that gathering is what is measured), news-please
extracts every page and saves it, which cannot be turned off. Nothing of Warraq is imported here.
"""

import json
import subprocess
import sys
from pathlib import Path


def fundus(port: int, pages: int, folder: Path) -> int:
    """A publisher declared as its documentation says: its sitemap, one thread, no delay."""
    import fundus.publishers.base_objects as base
    from fundus import Crawler, Sitemap
    from fundus.parser import BaseParser, ParserProxy, attribute

    class Proxy(ParserProxy):
        class V1(BaseParser):
            @attribute
            def title(self) -> str | None:
                return str(self.precomputed.doc.findtext(".//h1"))

    publisher = base.Publisher(
        name="local",
        domain=f"http://127.0.0.1:{port}/",
        parser=Proxy,
        sources=[Sitemap(f"http://127.0.0.1:{port}/sitemap.xml", languages={"ar"})],
    )
    crawler = Crawler(publisher, delay=0.0)
    return sum(1 for _ in crawler.crawl(max_articles=pages, only_complete=False, only_unique=False))


def news_please(port: int, pages: int, folder: Path) -> int:
    """Its command line with its downloader, one crawler, as many requests at once as Scrapy has by default."""
    import newsplease

    config = (Path(newsplease.__file__).parent / "config/config.cfg").read_text(encoding="utf-8")
    config = config.replace("working_path = ~/news-please-repo/", f"working_path = {folder}/")
    config = config.replace("relative_to_start_processes_file = True", "relative_to_start_processes_file = False")
    (folder / "config.cfg").write_text(config, encoding="utf-8")
    urls = [f"http://127.0.0.1:{port}/news/{number}" for number in range(pages)]
    (folder / "sitelist.hjson").write_text(json.dumps({"base_urls": [{"url": urls, "crawler": "Download"}]}))
    command = [sys.executable, "-m", "newsplease", "-c", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sum(1 for _ in folder.rglob("*.html"))


PEERS = {"fundus": fundus, "news-please": news_please}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))  # noqa: T201
