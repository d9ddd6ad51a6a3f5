import re,sys,pathlib
W=pathlib.Path('/tmp/tr/de/_w'); O=W.parent
gaz={}
for l in (W/'gaz.tsv').read_text().splitlines():
    if '=' in l:
        k,v=l.split('=',1); gaz[k]=' | '.join(v.split('|'))
def look(s):
    for k in (s, s[:-1] if s.endswith('s') else s, s[:-1]):
        if k in gaz: return gaz[k]
for f in sorted(W.glob('*.src')):
    for doc in re.split(r'(?m)^#{5,}\n', f.read_text()):
        doc=doc.strip()
        if not doc: continue
        head,_,rest=doc.partition('\n\n')
        body,_,tab=rest.partition('\n[places]\n')
        over,_,ev=tab.partition('[events]\n'); ev=(ev if '[events]\n' in tab else '').strip()
        if tab.strip()=='[events]' or over.strip().endswith('[events]'): over=over.replace('[events]','')
        id=re.search(r'id: (\S+)',head)[1]
        rows={}
        for l in over.splitlines():
            if l.strip(): rows[l.split(' = ')[0].strip()]=l.strip()
        need=[m[1] for m in re.finditer(r'\[([^\[\]|\n]+)\]',body)]+[e.split('|')[1].strip() for e in ev.splitlines() if e.strip()]
        for s in need:
            if s=='-' or s in rows: continue
            v=look(s)
            if v: rows[s]=f'{s} = {v}'
            else: print(id,'unknown place',s)
        un=re.sub(r'\[([^\[\]|\n]+)(\|[mn])?\]',r'\1',body)
        n=len(un.split())
        if not 150<=n<=330: print(id,'words',n)
        for e in ev.splitlines():
            p=[x.strip() for x in e.split('|')]
            if len(p)==6 and un.count(p[5])>1: print(id,'quote twice',p[5])
            if len(p)==6 and len(p[5].split())<4: print(id,'short quote',p[5])
        # unmarked mentions
        marked={m[1] for m in re.finditer(r'\[([^\[\]|\n]+?)(?:\|[mn])?\]',body)}
        bare=re.sub(r'\[[^\[\]\n]+\]','§',body)
        for s in (marked|set(gaz))-{'Hama'}:
            for m in re.finditer(r'(?<![\w-])'+re.escape(s)+r's?(?![\w])',bare): print(id,'unmarked?',s,'…'+bare[max(0,m.start()-20):m.end()+20].replace('\n',' '))
        (O/f'{id}.txt').write_text(head+'\n\n'+body.strip()+'\n\n[places]\n'+'\n'.join(rows.values())+'\n\n[events]\n'+(ev+'\n' if ev else ''))
