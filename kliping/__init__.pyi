from kliping.api import Cleaned as Cleaned
from kliping.api import CleanError as CleanError
from kliping.api import Failure as Failure
from kliping.api import clean as clean
from kliping.api import clean_html as clean_html
from kliping.api import clean_many as clean_many
from kliping.api import clean_text as clean_text
from kliping.api import facts as facts

__version__: str
