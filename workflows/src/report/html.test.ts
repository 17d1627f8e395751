import { describe, expect, it } from 'vitest';
import { html, trusted, withCode } from './html.js';

describe('html', () => {
  it('makes texts harmless in content and in attributes', () => {
    const hostile = `"><script>alert('1')</script>&\``;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&#96;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&#96;</p>',
    );
  });

  it('keeps markup that was made by it, joins lists and leaves out nothing', () => {
    const items = ['a<', 'b'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${undefined}${null}${false}${0}</ul>`.markup).toBe('<ul><li>a&lt;</li><li>b</li>0</ul>');
    expect(html`${trusted('<b>')}`.markup).toBe('<b>');
  });

  it('shows characters that could hide or reverse text as replaced', () => {
    expect(html`${'a\u0000b\u202Ec\u2066d\u001Be'}`.markup).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
  });

  it('takes replacement patterns literally', () => {
    expect(html`${"$& $' $1"}`.markup).toBe('$&amp; $&#39; $1');
  });

  it('sets what stands between backticks as code, and leaves a lone one', () => {
    expect(html`${withCode('raise `steps` & `warmUp`')}`.markup).toBe(
      'raise <code>steps</code> &amp; <code>warmUp</code>',
    );
    expect(html`${withCode('one ` alone')}`.markup).toBe('one &#96; alone');
  });
});
