"""All of it; see the modules."""

import inputs
import places
import values
from harness import Tally

tally = Tally()
for module in (inputs, places, values):
    module.add_to(tally)
tally.close()
