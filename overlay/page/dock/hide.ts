import { type Design, valueOf, type Widget, withValue } from '../../design/design.ts'
import { widgetSpecs } from '../../design/widget.ts'

/** The design with somebody on the list of hidden users of every widget that has one. */
export function hiding(design: Design, name: string): Design {
  return { ...design, widgets: design.widgets.map((widget) => hidingIn(widget, name)) }
}

/** The design without those names on its lists. */
export function showing(design: Design, names: readonly string[]): Design {
  return names.reduce(
    (shown, name) => mapped(shown, (list) => list.filter((one) => one !== name)),
    design,
  )
}

function hidingIn(widget: Widget, name: string): Widget {
  return withList(widget, (list) => (list.includes(name) ? list : [...list, name]))
}

function mapped(design: Design, change: Change): Design {
  return { ...design, widgets: design.widgets.map((widget) => withList(widget, change)) }
}

type Change = (names: readonly string[]) => readonly string[]

function withList(widget: Widget, change: Change): Widget {
  const option = widgetSpecs[widget.kind].options.find(({ name }) => name === 'block-users')
  if (!option) return widget
  const names = String(valueOf(widget, option))
    .split(/[,，、\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return withValue(widget, option, change(names).join(', '))
}
