import re,glob,sys
sys.path.insert(0,'/work/main')
from pathlib import Path
from geo.training import annotated
for f in sorted(glob.glob('/tmp/tr/en/en-1*.txt')):
    try: annotated.read(Path(f))
    except Exception as e: print('FAULT',e)
    s=open(f).read(); body=s.partition('\n\n')[2].partition('\n[places]\n')[0]
    lines=s.partition('[places]\n')[2].partition('[events]')[0].splitlines()
    rows=[l.split(' = ')[0] for l in lines if ' = ' in l]
    rel=[l.split(' = ')[0] for l in s.splitlines() if '| relation |' in l]
    lit=set(m[1] for m in re.finditer(r'\[([^\]|]+)\]',body))
    evs=[l for l in s.partition('[events]\n')[2].splitlines() if l.strip()]
    for r in rows:
        if r not in lit and not any(l.split('|')[1].strip()==r for l in evs): print(f[-10:],'UNUSED ROW',r)
    names=set(r for r in rows if r not in rel)|set(m[1] for m in re.finditer(r'\[([^\]|]+)',body))|{'US','Ukraine','Russia','Iran','Israel','Gaza','Turkey','Serbia','Kosovo','Moscow','Kyiv','West Bank','Black Sea','Europe','Donbas','Crimea','Washington','Kremlin','Britain','Germany','France','Poland'}
    plain=re.sub(r'\[[^\]]+\]','#',body)
    for n in names:
        for m in re.finditer(r'\b'+re.escape(n)+r'\b',plain): print(f[-10:],'UNMARKED',n,'…',plain[max(0,m.start()-30):m.end()+20].replace('\n',' '))
    for l in evs:
        q=l.split('|')[5].strip()
        if len(q.split())<4: print(f[-10:],'SHORT',q)
    caps=re.findall(r'(?<![.!?:"] )(?<!\n)(?<!^)\b[A-Z][a-zéčćšžđ’\'-]+',plain)
    if len(sys.argv)>1 and f[-10:-4]>=sys.argv[1]:
        print(f[-10:],len(re.sub(r'[\[\]]','',body).split()),'words',len(evs),'ev',' '.join(sorted(set(caps)-set('Monday Tuesday Wednesday Thursday Friday Saturday Sunday Russian Ukrainian Israeli I The They'.split()))))
