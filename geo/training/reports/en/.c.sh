cd /work/main && .venv/bin/python /tmp/tr/en/.check_en1.py $1
