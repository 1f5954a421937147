"Small things that ship inside the package, as mp3net.data: results of slow cells, and what else chapters draw on."
