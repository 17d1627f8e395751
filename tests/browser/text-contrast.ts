/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** A piece of text that is hard to read. */
export interface FaintText {
  readonly text: string;
  readonly ratio: number;
}

/**
 * Every visible text of the page whose contrast with what is behind it is below WCAG 2.2 AA: 4.5 : 1, or 3 : 1 for large text.
 * Runs in the browser: it must not refer to anything outside itself.
 */
export function faintTexts(): FaintText[] {
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = channels(colour)
      .slice(0, 3)
      .map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element): string => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const faint: FaintText[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (text === '' || element === null || element.closest('.drawing, title, desc, .unseen') !== null) continue;
    if (!element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const colour = element.closest('svg') === null ? style.color : style.fill;
    const [lighter = 0, darker = 0] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (lighter + 0.05) / (darker + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faint.push({ text: text.slice(0, 60), ratio });
  }
  return faint;
}
