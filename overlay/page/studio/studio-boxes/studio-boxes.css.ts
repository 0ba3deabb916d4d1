import { css } from 'lit'

/** The style sheet of the boxes over the preview. */
export const styles = css`
  :host {
    position: absolute;
    inset: 0;
  }

  .boxes {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }

  .box {
    position: absolute;
    border: 1px dashed transparent;
    border-radius: 6px;
    cursor: grab;
    touch-action: none;
  }

  .dragging .box {
    cursor: grabbing;
  }

  .boxes:hover .box,
  .box:focus-visible {
    border-color: #ffffff8c;
  }

  .boxes:hover .box.chosen,
  .box:focus-visible {
    border-color: #5cb8ff;
    outline: none;
    box-shadow: 0 0 0 1px #5cb8ff;
  }

  .name {
    position: absolute;
    inset: 0 auto auto 0;
    padding: 0 0.375rem;
    border-radius: 5px 0 6px;
    background: #5cb8ff;
    color: #04121f;
    font-size: 0.6875rem;
    font-weight: 600;
    white-space: nowrap;
    opacity: 0;
    pointer-events: none;
  }

  .boxes:hover .chosen .name,
  .box:focus-visible .name {
    opacity: 1;
  }

  .corner {
    position: absolute;
    inset: auto 0 0 auto;
    width: 1rem;
    height: 1rem;
    cursor: nwse-resize;
    touch-action: none;
  }

  .boxes:hover .chosen .corner::before,
  .box:focus-visible .corner::before {
    content: '';
    position: absolute;
    inset: auto 0.1875rem 0.1875rem auto;
    width: 0.5rem;
    height: 0.5rem;
    border: solid #5cb8ff;
    border-width: 0 2px 2px 0;
  }
`
