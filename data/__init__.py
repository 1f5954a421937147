"Small things inside the package, as mp3net.data: results of slow cells, and what chapters draw on"
