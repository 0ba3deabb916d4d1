import { html, type TemplateResult } from 'lit'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import activity from 'lucide-static/icons/activity.svg?raw'
import chartColumn from 'lucide-static/icons/chart-column.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import code from 'lucide-static/icons/code.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import doorOpen from 'lucide-static/icons/door-open.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import eraser from 'lucide-static/icons/eraser.svg?raw'
import eyeOff from 'lucide-static/icons/eye-off.svg?raw'
import flaskConical from 'lucide-static/icons/flask-conical.svg?raw'
import gift from 'lucide-static/icons/gift.svg?raw'
import heart from 'lucide-static/icons/heart.svg?raw'
import keyRound from 'lucide-static/icons/key-round.svg?raw'
import logIn from 'lucide-static/icons/log-in.svg?raw'
import maximize from 'lucide-static/icons/maximize.svg?raw'
import messageSquare from 'lucide-static/icons/message-square.svg?raw'
import monitor from 'lucide-static/icons/monitor.svg?raw'
import moon from 'lucide-static/icons/moon.svg?raw'
import pin from 'lucide-static/icons/pin.svg?raw'
import play from 'lucide-static/icons/play.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import power from 'lucide-static/icons/power.svg?raw'
import redo2 from 'lucide-static/icons/redo-2.svg?raw'
import save from 'lucide-static/icons/save.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import star from 'lucide-static/icons/star.svg?raw'
import sun from 'lucide-static/icons/sun.svg?raw'
import trash from 'lucide-static/icons/trash.svg?raw'
import trophy from 'lucide-static/icons/trophy.svg?raw'
import undo2 from 'lucide-static/icons/undo-2.svg?raw'
import upload from 'lucide-static/icons/upload.svg?raw'
import wind from 'lucide-static/icons/wind.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import zap from 'lucide-static/icons/zap.svg?raw'
import logo from './icon.svg?raw'

const icons = {
  activity,
  'chart-column': chartColumn,
  check,
  code,
  copy,
  'door-open': doorOpen,
  download,
  eraser,
  'eye-off': eyeOff,
  'flask-conical': flaskConical,
  gift,
  heart,
  'key-round': keyRound,
  'log-in': logIn,
  maximize,
  'message-square': messageSquare,
  monitor,
  moon,
  pin,
  play,
  plus,
  power,
  'redo-2': redo2,
  save,
  search,
  star,
  sun,
  trash,
  trophy,
  'undo-2': undo2,
  upload,
  wind,
  x,
  zap,
} as const satisfies Readonly<Record<string, string>>

/** The name of an icon of lucide. */
export type Icon = keyof typeof icons

/** Renders an icon as large as the text beside it; the text has the meaning. */
export function icon(name: Icon): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`
}

/** Renders our logo: three flying lines. */
export function mark(): TemplateResult {
  return html`<span class="mark" aria-hidden="true">${unsafeHTML(logo)}</span>`
}
