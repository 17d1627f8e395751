/**
 * The report's one style sheet. Colours are named by what they stand for; each text colour has at least 4.5 : 1 on what it is
 * written on, each colour of a chart at least 3 : 1 on the page or a neighbour that tells it apart.
 */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f7f8; --paper: #ffffff;
  --ink: #1a1f26; --muted: #58616d; --rule: #dfe3e8; --axis: #9aa3ae;
  --accent: #0b6b75; --before: #b3bbc6; --after: #0b7f8a; --wanted: #e2f2dc; --front: #b4441a;
  --good: #1f7a3d; --bad: #a34a08;
  --term-1: #0b6fb0; --term-2: #d1600a; --term-3: #12855f; --term-4: #b0468c;
  --term-5: #927300; --term-6: #63707f; --term-7: #7550c4; --term-8: #a83838;
  --depth-1: #eef2f6; --depth-2: #dde5ec; --depth-3: #cad6e1; --depth-4: #b5c5d4;
  --depth-5: #a6b9cb; --depth-6: #95abc0; --depth-7: #859eb6; --depth-8: #7591ac; --wall: #ddd3c5;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", Cambria, Georgia, "Liberation Serif", serif;
  --sans: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #13171c; --panel: #1b2027; --paper: #f7f7f5;
    --ink: #e7eaee; --muted: #a2acb8; --rule: #2f3741; --axis: #66717e;
    --accent: #5cc8d2; --before: #6a7583; --after: #3fb6c1; --wanted: #1d3327; --front: #ff9c6b;
    --good: #6fcf8b; --bad: #f2a65e;
    --term-1: #5aaef0; --term-2: #f5934a; --term-3: #43c69a; --term-4: #e886c4;
    --term-5: #d8b83e; --term-6: #a3afbd; --term-7: #b19cf5; --term-8: #f28383;
    --depth-1: #181e25; --depth-2: #1e2731; --depth-3: #25313e; --depth-4: #2d3c4c;
    --depth-5: #35485b; --depth-6: #3f556b; --depth-7: #4a637c; --depth-8: #56728e; --wall: #453b31;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.6 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
header, main, footer { max-width: 1160px; margin: 0 auto; padding: 0 28px; }
header { padding-top: 72px; }
section { margin: 0; padding: 56px 0 0; }
section > p { max-width: 70ch; }
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.15; letter-spacing: -0.01em; text-wrap: balance; }
h1 { font-size: clamp(2rem, 1.2rem + 3.2vw, 3.2rem); margin: 8px 0 16px; max-width: 22ch; }
h2 { font-size: 1.7rem; margin: 0 0 8px; padding-top: 28px; border-top: 1px solid var(--rule); }
p { margin: 0 0 16px; }
a { color: var(--accent); text-underline-offset: 3px; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
code, pre { font-family: var(--mono); font-size: 0.88em; }
pre code { font-size: 1em; }
.kicker { margin: 0; color: var(--accent); font-weight: 600; font-size: 0.9rem; }
.description { font: 1.2rem/1.6 var(--serif); max-width: 62ch; white-space: pre-line; }
.note { color: var(--muted); }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 16px; top: 16px; padding: 8px 14px; background: var(--page); z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.contents ul { display: flex; flex-wrap: wrap; gap: 6px 22px; list-style: none; margin: 24px 0 0; padding: 0; font-size: 0.95rem; }
.contents a { display: inline-block; padding: 3px 0; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 20px 40px; margin: 20px 0 0; }
.figure { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figure dt { font-weight: 600; }
.figure dd { margin: 0; display: contents; }
.figure .value { font: 600 3.6rem/1.1 var(--serif); letter-spacing: -0.02em; color: var(--accent); order: 1; }
.figure-failed .value { color: var(--bad); }
.figure dt { order: 0; }
.figure .figure-note { color: var(--muted); font-size: 0.95rem; order: -1; }

.tree { margin-top: 8px; }
.tree ul { list-style: none; margin: 6px 0 0; padding: 0 0 0 20px; border-left: 2px solid var(--rule); }
.tree li { padding: 5px 0; }
.operator { font-family: var(--serif); font-style: italic; font-size: 1.1rem; color: var(--accent); }
.weight { color: var(--muted); font-size: 0.9rem; border: 1px solid var(--rule); border-radius: 999px; padding: 1px 9px; margin-left: 6px; white-space: nowrap; }
.leaf { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); align-items: baseline; gap: 0 2em; }
.source { color: var(--muted); font-size: 0.9rem; line-height: 1.45; overflow-wrap: anywhere; }
.options { display: grid; grid-template-columns: fit-content(10em) minmax(0, 1fr); gap: 0 0.9em; margin: 0; }
.options > div { display: contents; }
.options dd { margin: 0; color: var(--ink); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 28px; list-style: none; margin: 24px 0 0; padding: 0; }
.card { border: 1px solid var(--rule); border-radius: 10px; overflow: hidden; break-inside: avoid; }
.card article { padding: 0 18px 16px; }
.drawing { margin: 0 -18px 14px; background: var(--paper); color: #1a1f26; border-bottom: 1px solid var(--rule); padding: 10px; }
.drawing svg { display: block; width: 100%; height: 200px; }
.card h3 { display: flex; align-items: baseline; gap: 10px; margin: 14px 0 4px; font-size: 1rem; font-weight: 400; }
.rank { font: 600 1.5rem/1 var(--serif); }
.energy { color: var(--muted); margin-left: auto; }
.energy b { color: var(--ink); }
.candidate-title { margin: 0 0 2px; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
.identity { margin: 0 0 10px; line-height: 1.35; overflow-wrap: anywhere; color: var(--muted); }
.nearest { margin: 8px 0 0; color: var(--muted); font-size: 0.85rem; }
.cost-bar { display: block; width: 100%; height: 12px; }
.cost-track { fill: var(--panel); }
.swatch { width: 10px; height: 10px; margin-right: 8px; flex: none; }
.terms { width: 100%; border-collapse: collapse; margin-top: 8px; font-size: 0.9rem; line-height: 1.35; }
.terms th { text-align: left; font-weight: 400; padding: 4px 8px 4px 0; overflow-wrap: break-word; min-width: 5em; }
.terms td { text-align: right; padding: 4px 0 4px 6px; white-space: nowrap; }
.terms .mark { width: 1.4em; text-align: center; padding-left: 4px; }
.terms .cost { color: var(--muted); width: 4.5em; }
.terms thead th { color: var(--muted); font-size: 0.85em; padding-top: 0; padding-bottom: 2px; }
.terms thead th + th { text-align: right; padding-right: 0; min-width: 0; }
.terms tbody tr > * { border-top: 1px solid var(--rule); }
.met { color: var(--good); } .missed { color: var(--bad); }

.legend { display: flex; flex-wrap: wrap; gap: 6px 22px; list-style: none; margin: 0 0 8px; padding: 0; font-size: 0.95rem; }
.legend li { display: flex; align-items: center; }
.legend .swatch { width: 14px; height: 14px; }
.legend .met, .legend .missed { margin-right: 8px; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 28px 32px; margin-top: 16px; }
.charts-large { grid-template-columns: repeat(auto-fill, minmax(min(100%, 460px), 1fr)); }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: 24px 48px; align-items: start; }
.chart { margin: 0; break-inside: avoid; }
.chart figcaption { font-weight: 600; margin-bottom: 2px; }
.chart svg { display: block; max-width: 100%; height: auto; overflow: visible; font-family: var(--sans); color: var(--muted); }
.chart text { font-variant-numeric: tabular-nums; }

.certificate { margin-top: 28px; }
.certificate h3 { display: flex; align-items: center; gap: 12px; margin: 0 0 6px; font-size: 1.15rem; }
.certificate h4 { margin: 24px 0 4px; font-size: 1rem; }
.badge { font: 600 0.95rem/1.3 var(--sans); border-radius: 999px; padding: 4px 14px; border: 1.5px solid currentColor; white-space: nowrap; }
.badge-passed, .badge-exact { color: var(--good); } .badge-failed { color: var(--bad); } .badge-unchecked { color: var(--muted); }
.checks { width: 100%; border-collapse: collapse; margin: 8px 0 20px; line-height: 1.4; }
.checks th, .checks td { text-align: left; font-weight: 400; padding: 8px 14px 8px 0; border-bottom: 1px solid var(--rule); vertical-align: middle; }
.checks .mark { width: 1.6em; padding-right: 6px; }
.checks .place { width: 236px; }
.checks .value { width: 7em; text-align: right; font-weight: 600; }
.checks .allowed { width: 11em; color: var(--muted); font-size: 0.9rem; padding-right: 0; }
.check-failed th, .check-failed .value { color: var(--bad); font-weight: 600; }
.advice { display: block; color: var(--ink); font-weight: 400; font-size: 0.92rem; }
.check-bar { display: block; width: 212px; height: 16px; overflow: visible; }
.check-track { fill: var(--rule); } .check-allowed { fill: var(--good); fill-opacity: 0.45; }
.check-within { fill: var(--good); } .check-outside { fill: var(--bad); }
.quantities { width: auto; }
.remarks { margin: 0 0 16px; padding-left: 1.2em; max-width: 80ch; }
.found { display: flex; flex-wrap: wrap; gap: 8px 36px; margin: 16px 0 24px; font-size: 0.95rem; }
.found dt { color: var(--muted); } .found dd { margin: 0; font-weight: 600; }
.traces { display: grid; gap: 18px; margin-top: 12px; }
.trace-heads, .trace-charts { display: grid; grid-template-columns: minmax(0, 2.9fr) minmax(0, 1fr) minmax(0, 1fr); gap: 8px 20px; align-items: end; }
.trace-heads { color: var(--muted); font-size: 0.85rem; }
.samples .card h3 { margin: 8px 0 0; color: var(--muted); font-size: 0.92rem; flex-wrap: wrap; }

.unit { color: var(--muted); font-weight: 400; }

.scroll { overflow-x: auto; max-width: 100%; }
.plain { border-collapse: collapse; width: 100%; font-size: 0.92rem; line-height: 1.45; }
.plain caption { text-align: left; color: var(--muted); padding-bottom: 6px; }
.plain th, .plain td { text-align: left; vertical-align: top; padding: 8px 16px 8px 0; border-bottom: 1px solid var(--rule); overflow-wrap: break-word; }
.plain .long { overflow-wrap: anywhere; min-width: 16em; }
.plain thead th { color: var(--muted); font-weight: 600; white-space: nowrap; }
.plain td > code[title] { white-space: nowrap; }
.plain .number { text-align: right; white-space: nowrap; }
.status { color: var(--muted); font-weight: 400; font-size: 0.85rem; border: 1px solid var(--rule); border-radius: 4px; padding: 0 6px; white-space: nowrap; }
.facts { display: grid; gap: 10px; margin: 20px 0 28px; }
.facts > div { display: grid; grid-template-columns: 14em 1fr; gap: 4px 20px; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.version { display: inline-block; margin-right: 14px; }
pre { margin: 12px 0 0; padding: 18px 20px; background: var(--panel); border-radius: 8px; overflow-x: auto; line-height: 1.55; tab-size: 2; }
section > h3 { font-size: 1.05rem; margin: 32px 0 4px; }
footer { color: var(--muted); font-size: 0.9rem; padding-top: 72px; padding-bottom: 64px; }

.paint-before { fill: var(--before); } .paint-after { fill: var(--after); } .paint-wanted { fill: var(--wanted); stroke: var(--good); } .paint-front { fill: var(--front); }
.swatch-wall { fill: var(--wall); } .swatch-deep { fill: var(--depth-8); } .swatch-page { fill: var(--page); }
.swatch-wall, .swatch-deep, .swatch-page { stroke: var(--axis); stroke-width: 0.8; }
.term-1 { fill: var(--term-1); } .term-2 { fill: var(--term-2); } .term-3 { fill: var(--term-3); } .term-4 { fill: var(--term-4); }
.term-5 { fill: var(--term-5); } .term-6 { fill: var(--term-6); } .term-7 { fill: var(--term-7); } .term-8 { fill: var(--term-8); }

@media (max-width: 860px) {
  .checks, .checks tbody { display: block; }
  .checks tr { display: grid; grid-template-columns: 1.6em minmax(0, 1fr) auto; align-items: center; border-bottom: 1px solid var(--rule); padding: 8px 0; }
  .checks th, .checks td { border: 0; padding: 0 8px 0 0; }
  .checks .place { grid-column: 2; width: auto; } .checks .allowed { grid-column: 2 / 4; width: auto; }
  .checks .value { grid-column: 3; grid-row: 1; width: auto; }
  .trace-heads { display: none; }
  .trace-charts { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .trace-charts > :first-child { grid-column: 1 / 3; }
  .beside { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 640px) {
  .leaf { display: block; }
  .source { padding-left: 1em; }
  header, main, footer { padding-left: 18px; padding-right: 18px; }
  header { padding-top: 36px; }
  section { padding-top: 36px; }
  .figure .value { font-size: 2.8rem; }
  .facts > div { grid-template-columns: 1fr; }
}
@media print {
  @page { margin: 16mm 14mm; }
  :root {
    color-scheme: light;
    --page: #ffffff; --panel: #f6f7f8; --paper: #ffffff; --ink: #000000; --muted: #454c55; --rule: #cfd4da; --axis: #7f8791;
    --accent: #0b6b75; --before: #b3bbc6; --after: #0b7f8a; --wanted: #e2f2dc; --front: #b4441a; --good: #1f7a3d; --bad: #a34a08;
    --term-1: #0b6fb0; --term-2: #d1600a; --term-3: #12855f; --term-4: #b0468c; --term-5: #927300; --term-6: #63707f; --term-7: #7550c4; --term-8: #a83838;
    --depth-1: #eef2f6; --depth-2: #dde5ec; --depth-3: #cad6e1; --depth-4: #b5c5d4; --depth-5: #a6b9cb; --depth-6: #95abc0; --depth-7: #859eb6; --depth-8: #7591ac; --wall: #ddd3c5;
  }
  body { font-size: 10pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  section { padding-top: 22pt; }
  h2, h3, .note, figcaption { break-after: avoid; }
  .contents, .skip { display: none; }
  .note, .figures, .legend, .group { break-inside: avoid; }
  .legend { break-after: avoid; }
  .figures { grid-template-columns: repeat(3, 1fr); }
  .figure .value { font-size: 28pt; }
  .cards, .charts { display: block; font-size: 0; }
  .card, .charts .chart { display: inline-block; vertical-align: top; width: 32%; margin: 0 2% 10pt 0; font-size: 8pt; }
  .card:nth-child(3n), .charts .chart:nth-child(3n) { margin-right: 0; }
  .charts-large .chart { width: 49%; }
  .charts-large .chart:nth-child(2n) { margin-right: 0; }
  .card article { padding: 0 8pt 8pt; }
  .drawing { margin: 0 -8pt 6pt; padding: 4pt; }
  .drawing svg { height: 72pt; }
  .card h3, .terms, .nearest { font-size: 8pt; }
  .terms th, .terms td { padding-top: 1pt; padding-bottom: 1pt; }
  .plain, .checksums { font-size: 8pt; }
  .plain th, .plain td { padding-right: 7pt; }
  .terms th { min-width: 4em; }
  .beside { grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); }
  .trace-heads { display: grid; }
  .trace-heads, .trace-charts { grid-template-columns: minmax(0, 2.9fr) minmax(0, 1fr) minmax(0, 1fr); }
  .trace-charts > :first-child { grid-column: auto; }
  .checks { display: table; font-size: 8.5pt; }
  .checks tbody { display: table-row-group; }
  .checks tr { display: table-row; }
  .checks th, .checks td { border-bottom: 1px solid var(--rule); padding: 4pt 6pt 4pt 0; }
  .checks .mark { width: 1.6em; } .checks .place { width: 150px; } .checks .value { width: 6em; } .checks .allowed { width: 9em; }
  .check-bar { width: 140px; }
  .certificate h3, .certificate h4 { break-after: avoid; }
  .scroll { overflow: visible; }
  tr { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--rule); }
  a { color: inherit; text-decoration: none; }
}
`;
