import type { User } from '../../../proto/feed/index.ts'
import { type Design, valueOf, type Widget, withValue } from '../../design/design.ts'
import type { Option } from '../../option/option.ts'
import { widgetSpecs } from '../../design/widget.ts'
import { visible } from '../../locale/name.ts'

/**
 * Returns the entry of a user in a list of hidden users: the id if there is one, because names are
 * not unique, change, and may contain commas; else the name; undefined if the event has neither.
 */
export function listed({ id, name }: User): string | undefined {
  return id ?? visible(name)
}

/** Returns the users that any widget of a design hides. */
export function hiddenIn({ widgets }: Design): readonly string[] {
  return [...new Set(widgets.flatMap((widget) => listOf(widget, optionOf(widget))))]
}

/** Returns the design with a user added to every widget's list of hidden users. */
export function hiding(design: Design, who: string): Design {
  return mapped(design, (list) => (list.includes(who) ? list : [...list, who]))
}

/** Returns the design without these users on its lists. */
export function showing(design: Design, whom: readonly string[]): Design {
  return mapped(design, (list) => list.filter((one) => !whom.includes(one)))
}

type Change = (list: readonly string[]) => readonly string[]

function mapped(design: Design, change: Change): Design {
  return { ...design, widgets: design.widgets.map((widget) => changed(widget, change)) }
}

function changed(widget: Widget, change: Change): Widget {
  const option = optionOf(widget)
  return option ? withValue(widget, option, change(listOf(widget, option)).join(', ')) : widget
}

function optionOf({ kind }: Widget): Option | undefined {
  return widgetSpecs[kind].options.find(({ name }) => name === 'block-users')
}

function listOf(widget: Widget, option: Option | undefined): readonly string[] {
  if (!option) return []
  return String(valueOf(widget, option))
    .split(/[,，、\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
