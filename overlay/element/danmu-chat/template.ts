import { render } from 'lit'
import type { ElementWords } from '../../locale/element.ts'
import { giftNameOf, nameOf } from '../../locale/name.ts'
import { pictureAddress } from '../base/address.ts'
import { messageContent } from '../base/message-content.ts'
import type { Row } from './list.ts'
import { shadeOfRow } from './row.ts'

/**
 * Renders a row with the page's own template, `<template slot="chat">`: elements with `data-danmu`
 * are filled with `name`, `text`, `amount`, `count`, `gift` or `avatar` (an `img`); those without a
 * value are removed. Only text and pictures are inserted, never markup.
 */
export function filledTemplate(
  template: HTMLTemplateElement,
  row: Row,
  words: ElementWords,
): HTMLElement {
  const holder = document.createElement('div')
  holder.append(document.importNode(template.content, true))
  holder.dataset['shade'] = shadeOfRow(row) ?? ''
  const fields = fieldsOf(row, words)
  for (const place of holder.querySelectorAll<HTMLElement>('[data-danmu]')) {
    const value = fields[place.dataset['danmu'] ?? '']
    if (value === undefined) place.remove()
    else if (place instanceof HTMLImageElement) place.src = value
    else place.textContent = value
    if (place.dataset['danmu'] === 'text' && row.kind === 'chat') {
      place.textContent = ''
      render(messageContent(row.event), place)
    }
  }
  return holder
}

function fieldsOf(row: Row, words: ElementWords): Readonly<Record<string, string | undefined>> {
  const { user } = row.event
  return {
    name: nameOf(user, words),
    avatar: pictureAddress(user?.avatar),
    ...(row.kind === 'gift' ? giftFields(row, words) : otherFields(row, words)),
  }
}

function giftFields(
  { streak }: Extract<Row, { kind: 'gift' }>,
  words: ElementWords,
): Readonly<Record<string, string>> {
  const name = giftNameOf(streak.event.gift, words)
  const text = words.gift('', name).trim()
  return { gift: name, text, count: `×${streak.total}`, amount: words.money(streak.value) }
}

function otherFields(
  row: Exclude<Row, { kind: 'gift' }>,
  words: ElementWords,
): Readonly<Record<string, string | undefined>> {
  if (row.kind === 'chat') {
    return { text: row.event.text, count: row.times > 1 ? `×${row.times}` : undefined }
  }
  const { event } = row
  if (event.type === 'superchat') return { text: event.text, amount: words.money(event.value) }
  if (event.type === 'membership') {
    const text = words.membership('', event).trim()
    return { text, amount: event.value && words.money(event.value) }
  }
  return { text: words.deeds[event.type] }
}
