/** Of the page of a profile: on a wide screen and a narrow one, in light and in dark. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--quiet:#59636e;--line:#d1d9e0;--mark:#2463c2;--soft:#eef2f7}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0f1419;--quiet:#9aa6b2;--line:#30363d;--mark:#6ea8fe;--soft:#1a2129}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1.6rem;margin:.2em 0}h2{font-size:1.25rem;margin:2em 0 .4em}h3{font-size:1.05rem;margin:1em 0 .3em}
h4{font-size:.9rem;margin:0 0 .4em;color:var(--quiet);font-weight:600}
a{color:var(--mark)}nav a{margin-right:1rem}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
details{border-top:1px solid var(--line);padding:.6rem 0}
summary{cursor:pointer}summary h3{display:inline;margin:0}
.tag{font-size:.8rem;color:var(--quiet);border:1px solid var(--line);border-radius:1em;padding:0 .6em}
.facts{color:var(--quiet);font-size:.9rem;margin:.4em 0}
.panes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1.2rem}
section{min-width:0}
figure{margin:0}svg{display:block;width:100%;height:7.5rem;background:var(--soft)}rect{fill:var(--mark)}
.ends{display:flex;justify-content:space-between;font-size:.8rem;color:var(--quiet)}
.wide{overflow-x:auto}
svg.mini{width:6rem;height:1.2rem;display:inline-block;vertical-align:middle}
.wide td,th[scope=col]{overflow-wrap:normal}.wide th[scope=row]{min-width:8rem}
.matrix td{font-size:.75rem;padding:.15rem .3rem}
table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;padding:.15rem .6rem .15rem 0;vertical-align:top;font-weight:400}
th[scope=col]{color:var(--quiet);font-size:.8rem}
tr+tr{border-top:1px solid var(--line)}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.heat{background:color-mix(in srgb,var(--mark) calc(var(--heat)*.5),transparent)}
.heat{padding-left:.6rem}
.rows{width:100%;table-layout:fixed}.rows th{width:40%}.rows .n{width:30%}
.bar span{display:block;height:1em;margin-top:.25em;background:var(--mark);min-width:1px}
.quartiles{margin-top:.4rem;font-size:.8rem;width:100%}.quartiles th{text-align:right}
footer{margin-top:3rem;color:var(--quiet);font-size:.85rem}
@media print{details{break-inside:avoid}}
`;
