import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit'

// From lucide (https://lucide.dev, ISC License).
const shapes = {
  check: svg`<path d="M20 6 9 17l-5-5" />`,
  copy: svg`<rect width="14" height="14" x="8" y="8" rx="2" /><path d="M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2" />`,
  eraser: svg`<path d="m7 21-4.3-4.3c-1-1-1-2.5 0-3.4l9.6-9.6c1-1 2.5-1 3.4 0l5.6 5.6c1 1 1 2.5 0 3.4L13 21" /><path d="M22 21H7" /><path d="m5 11 9 9" />`,
  pause: svg`<rect x="14" y="4" width="4" height="16" rx="1" /><rect x="6" y="4" width="4" height="16" rx="1" />`,
  play: svg`<polygon points="6 3 20 12 6 21 6 3" />`,
} as const satisfies Readonly<Record<string, SVGTemplateResult>>

/** The name of an icon. */
export type Icon = keyof typeof shapes

/** An icon as large as the text beside it; the text says what it means. */
export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes[name]}</svg>`
}

/** Our own mark: three lines that fly by. The same as `icon.svg`. */
export function mark(): TemplateResult {
  return html`
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#5cb8ff" />
      <g fill="#04121f">
        <rect x="11" y="7" width="16" height="4" rx="2" />
        <rect x="5" y="14" width="14" height="4" rx="2" />
        <rect x="14" y="21" width="13" height="4" rx="2" />
      </g>
    </svg>
  `
}
