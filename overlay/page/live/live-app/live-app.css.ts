import { css } from 'lit'

/** The style sheet of the page of a live room: picture above the chat, or beside it on a large screen. */
export const styles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100vh;
  }

  /* On a phone, without the bars of the browser. */
  @supports (height: 100dvh) {
    :host {
      height: 100dvh;
    }
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.5rem 0.75rem;
  }

  .mark {
    display: contents;
  }

  .mark svg {
    width: 1.75rem;
    height: 1.75rem;
  }

  .spring {
    flex: 1;
  }

  .stage {
    position: relative;
    aspect-ratio: 16 / 9;
    max-height: 45vh;
    overflow: hidden;
    background: #0b0d11;
    color: #fff;
  }

  .stage img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .state {
    position: absolute;
    inset: 0.75rem auto auto 0.75rem;
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.125rem 0.625rem;
    border-radius: 6px;
    background: #0b0d11d9;
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .chat {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto auto auto;
    gap: 0.5rem;
    min-height: 0;
    padding: 0 0.75rem 0.5rem;
    border-top: 1px solid var(--page-line);
  }

  danmu-chat,
  danmu-login,
  live-gifts,
  danmu-input {
    --danmu-size: 0.9375rem;
    --danmu-weight: 400;
    --danmu-plate: var(--page-surface);
    --danmu-border: 1px solid var(--page-line);
    --danmu-shadow: none;
    --danmu-text: var(--page-text);
    --danmu-name: var(--page-accent);
    --danmu-quiet: var(--page-quiet);
    --danmu-danger: var(--page-bad);
    --danmu-accent: var(--page-accent);
    --danmu-on-accent: var(--page-on-accent);
  }

  danmu-chat {
    --danmu-plate: transparent;
    --danmu-border: 0;
    --danmu-chat-fade: 0;
  }

  .missing {
    place-self: center;
    max-width: 24rem;
    padding: 1rem;
  }

  .missing danmu-login {
    margin-top: 1rem;
  }

  /* The chat alone. */
  :host([view='chat']) {
    grid-template-rows: auto minmax(0, 1fr);
  }

  :host([view='chat']) .picture {
    display: none;
  }

  @media (min-width: 56rem) {
    :host(:not([view='chat'])) {
      grid-template:
        'header header' auto
        'picture chat' minmax(0, 1fr) / minmax(0, 1fr) minmax(20rem, 26rem);
    }

    :host(:not([view='chat'])) header {
      grid-area: header;
    }

    .picture {
      grid-area: picture;
      min-height: 0;
      overflow: auto;
    }

    .stage {
      max-height: calc(100vh - 9rem);
    }

    .chat {
      grid-area: chat;
      border-inline-start: 1px solid var(--page-line);
    }
  }
`
