import { type Attribute, attributesOf, propertiesOf, tagOf } from './apply.ts'
import type { Design, Widget } from './design.ts'
import type { Box } from './widget.ts'

/**
 * Returns the design as markup for a user's own page: the kit from `server`, the theme, and the
 * elements in a box with the aspect ratio of the picture.
 */
export function embedMarkup(design: Design, server: string): string {
  const { room, theme, scheme, widgets } = design
  const scope = scheme === undefined ? '' : ` data-danmu="${scheme}"`
  return [
    `<link rel="stylesheet" href="${escaped(`${server}/kit/v1/theme-${theme}.css`)}">`,
    `<script type="module" src="${escaped(`${server}/kit/v1/danmu-kit.js`)}"></script>`,
    `<div${scope} style="position: relative; aspect-ratio: 16 / 9; overflow: hidden">`,
    ...widgets.map((widget) => `  ${widgetMarkup(widget, source(server, room), design.lang)}`),
    '</div>',
  ].join('\n')
}

/** Returns the box of a widget as CSS declarations. */
export function placeStyle({ left, top, width, height }: Box): string {
  return `left: ${left}%; top: ${top}%; width: ${width}%; height: ${height}%`
}

function source(server: string, room: string | undefined): readonly Attribute[] {
  return room === undefined ? [] : [['src', `${server}/rooms/${room}/stream`]]
}

function widgetMarkup(widget: Widget, src: readonly Attribute[], lang: string | undefined): string {
  const properties = propertiesOf(widget).map(([name, value]) => `; ${name}: ${value}`)
  const attributes: readonly Attribute[] = [
    ...src,
    ...(lang === undefined ? [] : [['lang', lang] as const]),
    ...attributesOf(widget),
    ['style', `position: absolute; ${placeStyle(widget.place)}${properties.join('')}`],
  ]
  const tag = tagOf(widget.kind)
  const written = attributes.map(([name, value]) =>
    value === '' ? name : `${name}="${escaped(value)}"`,
  )
  return `<${tag} ${written.join(' ')}></${tag}>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
