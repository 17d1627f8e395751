import { describe, expect, it } from 'vitest';
import { sanitisedDrawing } from './sanitise-svg.js';

const clean = (inside: string): string =>
  sanitisedDrawing(`<svg viewBox="0 0 1 1">${inside}</svg>`, 'a drawing', 'p-')!.markup;

describe('sanitisedDrawing', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an event handler', '<path d="M0,0" onload="alert(1)" ONCLICK="alert(1)"/>'],
    [
      'markup of another kind',
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><p>alert</p></body></foreignObject>',
    ],
    ['an image', '<image href="https://example.org/alert.png"/>'],
    [
      'a reference elsewhere',
      '<use xlink:href="https://example.org/alert.svg#a"/><a href="javascript:alert(1)"><text>x</text></a>',
    ],
    ['a style sheet', '<style>@import "https://example.org/alert.css"; * { fill: red }</style>'],
    ['an animation', '<set attributeName="href" to="javascript:alert(1)"/><animate onbegin="alert(1)"/>'],
    ['paint from elsewhere', '<path fill="url(https://example.org/alert)" style="stroke:url(//example.org/alert)"/>'],
    [
      'paint from elsewhere, obscured',
      '<path style="fill:u\\72l(alert);stroke:image-set(alert);fill:url( \'alert\' )"/>',
    ],
    ['a comment and a processing instruction', '<!-- alert --><?alert alert?><![CDATA[<script>alert</script>]]>'],
    ['a place on the page', '<g style="position:fixed;inset:0;content:alert"/>'],
  ])('leaves no trace of %s', (_, inside) => {
    const markup = clean(`${inside}<circle r="1"/>`);
    expect(markup.replaceAll('&lt;script&gt;alert&lt;/script&gt;', '')).not.toMatch(
      /alert|example\.org|javascript|<script|<style|position/i,
    );
    expect(markup).toContain('<circle r="1"/>');
  });

  it('keeps shapes, text and paint', () => {
    const shapes =
      '<g transform="translate(1,2)"><path d="M 1,2 L 3,4" fill="none" stroke="#FF0000" stroke-width="2px"/>' +
      '<text x="1" y="2" font-size="3px">N<tspan>H</tspan></text></g>';
    expect(clean(shapes)).toBe(
      `<svg role="img" aria-label="a drawing" viewBox="0 0 1 1"><title>a drawing</title>${shapes}</svg>`,
    );
  });

  it('turns style declarations into attributes', () => {
    expect(clean("<path style='fill:none;stroke:#000000;stroke-width:2.0px;marker:none'/>")).toContain(
      '<path fill="none" stroke="#000000" stroke-width="2.0px"/>',
    );
  });

  it('keeps names within the drawing, so that two of them do not meet', () => {
    const markup = clean(
      '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><rect fill="url(#g)" id="r"/>',
    );
    expect(markup).toContain('id="p-g"');
    expect(markup).toContain('fill="url(#p-g)"');
    expect(markup).toContain('id="p-r"');
  });

  it('makes the words of the label harmless and gives a view box where there is none', () => {
    const { markup } = sanitisedDrawing('<?xml version="1.0"?><svg width="260px" height="190px"/>', '"><b>', 'p-')!;
    expect(markup).toContain('aria-label="&quot;&gt;&lt;b&gt;"');
    expect(markup).toContain('viewBox="0 0 260 190"');
  });

  it('gives nothing for what is no drawing', () => {
    expect(sanitisedDrawing('<p>no drawing</p>', '', '')).toBeUndefined();
    expect(sanitisedDrawing('', '', '')).toBeUndefined();
  });
});
