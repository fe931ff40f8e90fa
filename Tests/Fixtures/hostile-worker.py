#!/usr/bin/python3
"""A stand-in for deedbox-extract that has been taken over: what its parent must survive.

The end of its name, deedbox-extract-MODE, says what it does: a kind of job (text_, id_, un_, tab_) and an attack on it, or gen_SEED, which
answers every job with frames that a generator makes of the seed. HostileWorkerTests runs all of them with a limit on the parent's memory.
"""
import sys, os, json, struct, socket, time, signal, array, random, ctypes
ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: nothing outlives the test
mode = os.path.basename(sys.argv[0])[len('deedbox-extract-'):]
# Beside a real program, `….real`, the tools of others run as they always do.
if sys.argv[1] == 'exec' and os.path.exists(sys.argv[0] + '.real'): os.execv(sys.argv[0] + '.real', sys.argv)
if sys.argv[1] != 'worker': sys.exit(1)
s = socket.socket(fileno=3)
def fr(k, p=b''):
    if isinstance(p, (dict, list)): p = json.dumps(p).encode()
    if isinstance(p, str): p = p.encode()
    s.sendall(struct.pack('<II', k, len(p)) + p)
def req():
    buf = b''
    fds = []
    global FD
    while len(buf) < 8:
        d, anc, _, _ = s.recvmsg(8 - len(buf), 4096)
        if not d: sys.exit(0)
        buf += d
        for a_, b_, c_ in anc:
            if b_ == socket.SCM_RIGHTS: FD = struct.unpack('<i', c_[:4])[0]
    k, n = struct.unpack('<II', buf)
    p = b''
    while len(p) < n:
        d = s.recv(n - len(p))
        if not d: sys.exit(0)
        p += d
    return k, (json.loads(p) if k == 0x10 else p)
ESC = '\x1b]0;pwned\x07\x1b[2J\x1b[31mPWNED\r\n\u202eevil'
def ready(): fr(0x20, {'landlock': 7, 'seccomp': True})
if mode == 'noready': time.sleep(1000)
if mode == 'exit0': sys.exit(0)
if mode == 'garbage': s.sendall(os.urandom(100000)); time.sleep(100)
if mode == 'refuse-esc': fr(0x2F, {'code': ESC, 'detail': ESC * 1000}); sys.exit(1)
if mode == 'readylen': s.sendall(struct.pack('<II', 0x20, 0xFFFFFFFF)); time.sleep(100)
if mode == 'readydeep': fr(0x20, b'[' * 1000000); time.sleep(0.1)
ready()
def begun():
    "Leaves a mark beside the program: a test that sends a signal knows that the job has begun."
    open(sys.argv[0] + '.begun', 'w').close()
PAGE = lambda n, label=b'', text=b'', fl=0: struct.pack('<IBH', n, fl, len(label)) + label + text
def ident(m='text/plain', c=False): fr(0x21, {'media': m, 'container': c})
def textend(job, **k): d = dict(job=job, state='text', reason=None, detail=None, unit='page', signatures=0, engine='x'); d.update(k); fr(0x33, d)
def entry(i, path, **k): d = dict(index=i, path=path, size=None, modified=None, refusal=None, crc32=None, asks=False); d.update(k); fr(0x41, d)
def aend(job, **k): d = dict(job=job, format='zip', names=None, state='read', detail=None); d.update(k); fr(0x44, d)
# Frames of a generator: mostly such as an honest worker sends, with numbers, names and orders as it never does.
ODD = [0, 1, -1, 5, 2**31 - 1, 2**31, -2**31, 2**32, 2**53, 2**63 - 1, -2**63, 2**64, 10**30, 1.5, -0.0, 1e308, None, True, 'x', '', [], {}, '9' * 400]
def anything(g, depth=0):
    c = g.randrange(8)
    if c < 4: return g.choice(ODD)
    if c == 4: return g.choice(['zip', 'text', 'read', 'damaged', 'locked', 'limit', 'page', 'none', 'failed', 'encrypted', '../x', ESC, '\ud800', 'a' * g.choice([10, 5000, 200000])])
    if c == 5 and depth < 3: return [anything(g, depth + 1) for _ in range(g.randrange(4))]
    if c == 6 and depth < 3: return {g.choice(['index', 'path', 'reason', 'x']): anything(g, depth + 1) for _ in range(g.randrange(4))}
    return g.getrandbits(g.choice([1, 8, 32, 64])) - g.choice([0, 1, 2**40])
def payload(g, kind, job):
    fields = {0x21: ['media', 'container'], 0x33: ['job', 'state', 'reason', 'detail', 'unit', 'signatures', 'engine'], 0x40: ['format', 'names', 'sample', 'total'],
        0x41: ['index', 'path', 'size', 'modified', 'refusal', 'crc32', 'asks'], 0x43: ['reason', 'detail'], 0x44: ['job', 'format', 'names', 'state', 'detail', 'through'],
        0x50: ['name', 'hidden', 'read', 'uses1904'], 0x53: ['job', 'reason', 'detail']}
    honest = {'media': 'text/plain', 'container': False, 'job': job, 'state': 'text', 'reason': None, 'detail': None, 'unit': 'page', 'signatures': 0, 'engine': 'x',
        'format': 'zip', 'names': None, 'sample': [], 'path': 'a.txt', 'size': 5, 'modified': 0, 'refusal': None, 'crc32': 1, 'asks': False, 'name': 'S', 'hidden': False,
        'read': True, 'uses1904': False, 'through': True}
    if kind == 0x44: honest['state'] = 'read'
    if kind in fields:
        global entries
        if kind == 0x41: entries += 1; honest['index'] = entries
        return {f: anything(g) if g.random() < 0.12 else honest[f] for f in fields[kind] if f in honest or g.random() < 0.5}
    if kind == 0x30: return PAGE(g.choice([1, 2, 0, 2**31, 2**32 - 1]), os.urandom(g.choice([0, 3, 1024, 1025, 65535])), os.urandom(g.choice([0, 10, 1 << 12])), g.randrange(256))
    if kind == 0x51: return [[g.choice([i + 1, anything(g)]), [[j, g.choice('tndbefx')] + [anything(g) for _ in range(g.randrange(4))] for j in range(g.randrange(5))]] for i in range(g.randrange(20))]
    if kind == 0x52: return [[anything(g) for _ in range(4)] for _ in range(g.randrange(10))]
    return os.urandom(g.choice([0, 1, 7, 100, 1 << 18]))
def generated(g, op, job):
    global entries
    entries = 0
    usual = {'identify': [0x21], 'text': [0x21, 0x30, 0x31, 0x30, 0x32, 0x33], 'table': [0x21, 0x50, 0x51, 0x51, 0x52, 0x53], 'unpack': [0x40] + [0x41, 0x42, 0x43] * 3 + [0x44]}[op]
    everything = [0x10, 0x11, 0x12, 0x20, 0x2F, 0x21, 0x30, 0x31, 0x32, 0x33, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x50, 0x51, 0x52, 0x53]
    order = list(usual)
    for _ in range(g.randrange(4)):
        c = g.randrange(4); at = g.randrange(len(order) + 1)
        if c == 0: order.insert(at, g.choice(everything))
        if c == 1 and order: order.pop(min(at, len(order) - 1))
        if c == 2: order[at:at] = order[:at] * g.choice([1, 1, 30])
        if c == 3: g.shuffle(order)
    for kind in order:
        p = payload(g, kind, job)
        p = p if isinstance(p, bytes) else json.dumps(p).encode()
        if g.random() < 0.03: p = p[:g.randrange(len(p) + 1)]
        head = struct.pack('<II', kind if g.random() < 0.98 else g.getrandbits(32), len(p) if g.random() < 0.97 else g.choice([0, len(p) + 1, 2**20 + 1, 2**32 - 1]))
        s.sendall(head + p)
        if g.random() < 0.01: os._exit(g.randrange(3))
        if g.random() < 0.01: s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [2] * 50))])
    if g.random() < 0.3: os._exit(0)
while True:
    k, r = req()
    if k != 0x10: continue
    if mode.startswith('gen_'): generated(random.Random(mode + r['op'] + str(r['job'])), r['op'], r['job']); continue
    op, job = r['op'], r['job']
    # defaults that an honest worker would give, for operations that the mode does not attack
    def honest():
        if op == 'identify': ident('application/zip' if r['name'].endswith('.zip') else 'text/plain', r['name'].endswith('.zip'))
        elif op == 'text': ident(); fr(0x30, PAGE(1, b'', b'hello')); textend(job)
        elif op == 'table': fr(0x21, {'media': 'x', 'container': False}); fr(0x53, {'job': job, 'reason': 'damaged', 'detail': 'x'})
        else: fr(0x40, {'format': 'zip', 'names': None, 'sample': []}); entry(1, 'inner.txt'); fr(0x42, b'hello'); fr(0x43, {'reason': None, 'detail': None}); aend(job)
    a = mode.split('_')[0]; sub = mode.split('_', 1)[1] if '_' in mode else ''
    if a == 'text' and op == 'text':
        if sub == 'silent': begun(); time.sleep(1000)
        if sub == 'locked': ident('application/pdf'); textend(job, state='none', reason='encrypted'); continue
        if sub == 'labels':
            ident()
            for i in range(1, 100001): fr(0x30, PAGE(i, b'L' * 65535, b'x'))
            textend(job)
        if sub == 'pages':
            ident()
            for i in range(1, 200001): fr(0x30, PAGE(1, b'', b''))
            textend(job)
        if sub == 'flood':
            ident(); fr(0x30, PAGE(1))
            while True: fr(0x31, b'A' * (1 << 20))
        if sub == 'floodpages':
            ident(); i = 0
            # Few: a test's library notes where each repair was asked for, which takes long.
            while True: i += 1; fr(0x30, PAGE(i, b'', b'\xff' * (1 << 12)))
        if sub == 'warn':
            ident()
            while True: fr(0x32, ESC.encode() * 20000)
        if sub == 'esc':
            ident(ESC * 100); fr(0x32, ESC); fr(0x30, PAGE(1, ESC.encode(), (ESC + ' findme ' + ESC).encode())); textend(job, reason=ESC, detail=ESC, engine=ESC * 1000, unit='nonsense', signatures=-2**63)
        if sub == 'esc2':
            ident(ESC); textend(job, state='none', reason=ESC * 10000, detail='x' * 900000, engine='e' * 100000, signatures=2**63 - 1)
        if sub == 'wrongjob': ident(); textend(job + 1)
        if sub == 'noident': fr(0x30, PAGE(1)); textend(job)
        if sub == 'twoident': ident(); ident(); textend(job)
        if sub == 'page0': ident(); fr(0x30, PAGE(0)); textend(job)
        if sub == 'pagemax': ident(); fr(0x30, PAGE(2**31 - 1, b'', b'x y z')); fr(0x30, PAGE(2**31 - 1, b'', b'x y z')); textend(job)
        if sub == 'short': ident(); fr(0x30, b'abc'); textend(job)
        if sub == 'labellie': ident(); fr(0x30, struct.pack('<IBH', 1, 0, 60000) + b'short'); textend(job)
        if sub == 'nan': ident(); fr(0x33, ('{"job":%d,"state":"text","reason":null,"signatures":1e999,"engine":1}' % job).encode())
        if sub == 'jobfloat': ident(); fr(0x33, ('{"job":%d.0,"state":"text"}' % job).encode())
        if sub == 'dup': ident(); fr(0x33, ('{"job":1,"job":%d,"state":"none","state":"text"}' % job).encode())
        if sub == 'archive': fr(0x40, {'format': 'zip'}); time.sleep(5)
        if sub == 'req': fr(0x10, b'{}'); time.sleep(5)
        if sub == 'half': s.sendall(struct.pack('<II', 0x21, 100) + b'{"media"'); time.sleep(0.2); os._exit(1)
        if sub == 'dribble':
            ident()
            s.sendall(struct.pack('<II', 0x30, 1000))
            for _ in range(1000): s.sendall(b'x'); time.sleep(1)
        if sub == 'fds':
            ident()
            fd = os.open('/dev/null', os.O_RDONLY)
            for i in range(5000):
                s.sendmsg([struct.pack('<II', 0x32, 1) + b'w'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [fd] * 200))])
            fr(0x30, PAGE(1, b'', b'hello')); textend(job)
        if sub == 'mem':
            x = []
            for i in range(100): x.append(bytearray(os.urandom(1 << 20)) * 20); time.sleep(0.02)
            time.sleep(100)
        if sub == 'spin':
            while True: pass
        if sub == 'sigs': ident(); fr(0x30, PAGE(1, b'', b'ok')); textend(job, signatures=-5)
        if sub == 'longword': ident(); fr(0x30, PAGE(1, b'', b'a' * 1000000)); fr(0x31, b'b' * 1000000); textend(job)
        if sub == 'nuls': ident(); fr(0x30, PAGE(1, b'\0\0', b'a\0b\xff\xfe\xed\xa0\x80\xf4\x90\x80\x80c')); textend(job)
        if sub == 'combining': ident(); fr(0x30, PAGE(1, b'', ('e' + '\u0301' * 500000).encode())); textend(job)
        continue
    if a == 'idmut' and op == 'unpack':
        fr(0x40, {'format': 'zip', 'names': None, 'sample': []}); entry(1, 'contract.docx'); fr(0x42, b'PK\x03\x04' + b'ORIGINAL BYTES ' * 100); fr(0x43, {'reason': None, 'detail': None}); aend(job); continue
    if a == 'idmut' and op == 'identify' and r['name'].endswith('.docx'):
        import mmap, fcntl
        try:
            m = mmap.mmap(FD, 0, mmap.MAP_SHARED, mmap.PROT_WRITE | mmap.PROT_READ); m[4:12] = b'TAMPERED'; m.flush()
        except Exception as e: sys.stderr.write(repr(e))
        ident('application/octet-stream'); continue
    if a == 'id' and op == 'identify':
        if sub == 'container': ident('application/zip', True)
        if sub == 'mail': ident('message/rfc822', True)
        if sub == 'bad': fr(0x21, {'media': 5, 'container': 'x'})
        if sub == 'silent': begun(); time.sleep(1000)
        continue
    if a == 'un' and op == 'unpack':
        st = lambda **k: fr(0x40, dict(dict(format='zip', names=None, sample=[]), **k))
        if sub == 'esc':
            st(format=ESC, sample=[ESC] * 1000, names=ESC, total=-1); entry(1, ESC); fr(0x42, b'hello'); fr(0x43, {'reason': ESC, 'detail': ESC * 1000}); entry(2, 'r', refusal=ESC); aend(job, format=ESC * 100, state='damaged', detail=ESC * 1000)
        if sub == 'paths':
            st(); i = 0
            for p in ['../../../../tmp/ESCAPED', '/etc/passwd', '', '.', '..', 'a/../../b', 'a\0b', '//x', 'C:\\x', 'a' * 100000, '!/', 'x!/y!/z', ' ', '\n', '\ufeff', 'a/b/']:
                i += 1; entry(i, p); fr(0x42, b'data%d' % i); fr(0x43, {'reason': None})
            aend(job)
        if sub == 'bigpath':
            st()
            for i in range(1, 20001): entry(i, 'p' * 1000000 + str(i), refusal='link')
            aend(job)
        if sub == 'million':
            st(total=2**63 - 1)
            for i in range(1, 1200001): entry(i, 'p%d' % i, refusal='link')
            aend(job)
        if sub == 'numbers':
            st(total=2**63 - 1)
            entry(1, 'a', size=2**63 - 1, modified=2**63 - 1, crc32=2**40); fr(0x42, b'x'); fr(0x43, {'reason': None})
            entry(2, 'b', size=-2**63, modified=-2**63, crc32=-1); fr(0x42, b'x'); fr(0x43, {'reason': None})
            entry(2**63 - 1, 'c', size=-1, modified=0); fr(0x42, b'xyz'); fr(0x43, {'reason': None})
            aend(job, state='damaged')
        if sub[:1] == 'n' and sub[1:].isdigit():
            kw = [dict(size=2**63 - 1), dict(size=-2**63), dict(size=-1), dict(modified=2**63 - 1), dict(modified=-2**63), dict(modified=9223372036854775000), dict(crc32=-1), dict(crc32=2**40), dict(size=2**62), dict(modified=-9223372036854775000), dict(modified=253402300800000), dict(modified=-62135596800001)][int(sub[1:])]
            st(); entry(1, 'a', **kw); fr(0x42, b'x'); fr(0x43, {'reason': None}); aend(job)
        if sub == 'idx': st(); entry(2**63 - 1, 'c'); fr(0x42, b'xyz'); fr(0x43, {'reason': None}); aend(job, state='damaged')
        if sub == 'total': st(total=2**63 - 1); entry(1, 'c'); fr(0x42, b'xyz'); fr(0x43, {'reason': None}); aend(job, state='damaged')
        if sub == 'indexes': st(); entry(-5, 'a'); fr(0x42, b'x'); fr(0x43, {'reason': None}); aend(job)
        if sub == 'order': fr(0x42, b'x'); time.sleep(2)
        if sub == 'endopen': st(); entry(1, 'a'); fr(0x42, b'x'); aend(job)
        if sub == 'twostart':
            st(); st(format='7z'); entry(1, 'a'); fr(0x42, b'x'); fr(0x43, {'reason': None}); aend(job)
        if sub == 'again':
            st(); entry(1, 'a', size=5)
            while True: fr(0x42, b'B' * (1 << 20)); fr(0x45)
        if sub == 'again0':
            st(); entry(1, 'a', size=5)
            while True: fr(0x45)
        if sub == 'silent': st(); entry(1, 'a'); fr(0x42, b'x'); begun(); time.sleep(1000)
        if sub == 'endless':
            st(); entry(1, 'a')
            while True: fr(0x42, b'\0' * (1 << 20))
        if sub == 'dribble':
            st(); entry(1, 'a')
            while True: fr(0x42, b'x'); time.sleep(1)
        if sub == 'emptybytes':
            st(); entry(1, 'a')
            while True: fr(0x42, b'')
        if sub == 'asks': st(); entry(1, 'a', asks=True, crc32=5, size=3, modified=1000); fr(0x42, b'xyz'); fr(0x43, {'reason': None}); aend(job)
        if sub == 'die': st(); entry(r.get('skipEntries', 0) + 1, 'e%d' % r.get('skipEntries', 0)); fr(0x42, b'x'); os._exit(1)
        if sub == 'dieend': st(); entry(r.get('skipEntries', 0) + 1, 'e%d' % r.get('skipEntries', 0)); fr(0x42, b'x'); fr(0x43, {'reason': None}); os._exit(1)
        if sub == 'nest':
            import zipfile, io
            b = io.BytesIO(); zipfile.ZipFile(b, 'w').writestr('x', 'y'); st()
            for i in range(1, 4): entry(i, 'n%d.zip' % i); fr(0x42, b.getvalue()); fr(0x43, {'reason': None})
            aend(job)
        if sub == 'lie': st(); entry(1, 'a.txt', size=100); fr(0x42, b'short'); fr(0x43, {'reason': None}); aend(job, state='read')
        if sub == 'text': fr(0x30, PAGE(1)); time.sleep(2)
        continue
    if a == 'tab' and op == 'table':
        end = lambda **k: fr(0x53, dict(dict(job=job, reason=None, detail=None), **k))
        fr(0x21, {'media': 'x', 'container': False})
        sh = lambda n='S', **k: fr(0x50, dict(dict(name=n, hidden=False, read=True, uses1904=False), **k))
        head = [1, [[0, 't', '合同编号'], [1, 't', '客户'], [2, 't', '到期日期'], [3, 't', '金额']]]
        if sub == 'esc': sh(ESC); fr(0x51, [head, [2, [[0, 't', ESC], [1, 't', ESC], [2, 't', ESC], [3, 'n', ESC, ESC]]]]); fr(0x32, ESC); end()
        if sub == 'numbers':
            sh(); fr(0x51, [head] + [[i + 2, [[0, 't', 'HT-2024-000%d' % i], [1, 't', 'K'], [2, 'n', v, v], [3, 'n', v, v]]] for i, v in enumerate(['1e999', '-1e999', 'nan', '9' * 5000, '1e-999', '0x10', '', '-0', '99999999999999999999999999999999', '1e18', '4e9', '--5', '2958465', '2958466', '-657435'])]); end()
        if sub == 'sheets':
            for i in range(100000): sh('S' * 1000000)
            end()
        if sub == 'merges':
            sh(); fr(0x51, [head]);
            for i in range(200): fr(0x52, [[1, 1048576, 0, 16383]] * 30000)
            end()
        if sub == 'mergebig':
            sh(); fr(0x51, [head, [2, [[0, 't', 'HT-1'], [1, 't', 'K']]]]); fr(0x52, [[1, 1048576, 0, 16383], [2, 1048576, 0, 16383], [1, 1048576, 1, 1]]); end()
        if sub == 'rowmax': sh(); fr(0x51, [head, [1048576, [[0, 't', 'HT-1'], [999, 't', 'K']]]]); end()
        if sub == 'rowbad': sh(); fr(0x51, [head, [1, []]]); end()
        if sub == 'bigcell': sh(); fr(0x51, [head, [2, [[0, 't', 'H' * 900000], [1, 't', 'K' * 90000]]]]); end()
        if sub == 'silent': begun(); time.sleep(1000)
        if sub == 'flood':
            sh(); i = 0
            while True:
                fr(0x51, [[i * 100 + j + 1, [[c, 't', 'v' * 10] for c in range(100)]] for j in range(100)]); i += 1
        if sub == 'reason': end(reason=ESC, detail=ESC * 1000)
        continue
    honest()
