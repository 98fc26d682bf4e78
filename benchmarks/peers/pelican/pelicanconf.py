"""The site that benchmarks/speed.py measures: article pages, lists of topics and outlets, a feed for each and one for all."""

SITENAME = "Kliping Antah"
SITEURL = "https://kliping.example"
FEED_DOMAIN = SITEURL
AUTHOR = ""
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "Asia/Jakarta"
DEFAULT_LANG = "id"
THEME = "theme"
THEME_STATIC_PATHS = []
STATIC_PATHS = []
PLUGINS = []
USE_FOLDER_AS_CATEGORY = False
SLUGIFY_SOURCE = "basename"
FILENAME_METADATA = "(?P<slug>.*)"
ARTICLE_URL = ARTICLE_LANG_URL = "articles/{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = ARTICLE_URL + "index.html"
TAG_URL, CATEGORY_URL = "topics/{slug}/", "outlets/{slug}/"
TAG_SAVE_AS, CATEGORY_SAVE_AS = TAG_URL + "index.html", CATEGORY_URL + "index.html"
AUTHOR_SAVE_AS = DRAFT_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_ALL_RSS = "feed.xml"
TAG_FEED_RSS, CATEGORY_FEED_RSS = TAG_URL + "feed.xml", CATEGORY_URL + "feed.xml"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
MARKDOWN = {"extensions": [], "output_format": "html5"}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
