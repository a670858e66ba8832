/*
 * 税答: the chat for any page, by one line:
 *
 *   <script src="https://…/embed.js" data-title="税务咨询" defer></script>
 *
 * It adds a button in the corner; the chat opens in a frame that is loaded on the first click. Optional:
 * data-position="left". The page that includes it must be among the service's allowed frame ancestors.
 */
(function () {
  'use strict';

  var script = document.currentScript;
  if (!script || document.querySelector('shuida-chat')) return;
  var origin = new URL(script.src, location.href).origin;
  var title = script.dataset.title || '税务咨询';
  var side = script.dataset.position === 'left' ? 'left' : 'right';

  var CSS =
    ':host{all:initial}' +
    '*{box-sizing:border-box;font-family:-apple-system,BlinkMacSystemFont,"PingFang SC","Microsoft YaHei",sans-serif}' +
    '.open{position:fixed;z-index:2147483000;bottom:calc(20px + env(safe-area-inset-bottom));' + side + ':20px;' +
    'display:flex;align-items:center;gap:8px;min-height:52px;padding:0 20px 0 14px;border:0;border-radius:26px;' +
    'background:#0f5b78;color:#fff;font-size:17px;font-weight:600;cursor:pointer;' +
    'box-shadow:0 6px 24px rgba(10,40,60,.28)}' +
    '.open:hover{background:#0a4560}' +
    '.open:focus-visible{outline:3px solid #0a6ebd;outline-offset:3px}' +
    '.open svg{width:28px;height:28px}' +
    '.panel{position:fixed;z-index:2147483001;bottom:calc(20px + env(safe-area-inset-bottom));' + side + ':20px;' +
    'width:420px;height:min(720px,calc(100vh - 40px));border-radius:18px;overflow:hidden;background:#f4f2ec;' +
    'box-shadow:0 16px 56px rgba(10,30,45,.32)}' +
    '.panel iframe{display:block;width:100%;height:100%;border:0}' +
    '[hidden]{display:none!important}' +
    '@media(max-width:520px){.panel{inset:0;width:100%;height:100%;border-radius:0}}' +
    '@media(prefers-color-scheme:dark){.panel{background:#10161b}}' +
    '@media print{.open,.panel{display:none}}';

  var MARK =
    'M9 2h14a7 7 0 0 1 7 7v11a7 7 0 0 1-7 7H13.5L7 30.6c-.7.4-1.5-.1-1.5-.9v-3.6A7 7 0 0 1 2 20V9a7 7 0 0 1 7-7Z';

  var host = document.createElement('shuida-chat');
  var root = host.attachShadow({ mode: 'open' });
  dress(root);

  var button = document.createElement('button');
  button.type = 'button';
  button.className = 'open';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  button.append(mark(), title);

  var panel = document.createElement('div');
  panel.className = 'panel';
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', title);
  panel.hidden = true;

  root.append(button, panel);
  document.body.append(host);

  var frame = null;

  button.addEventListener('click', open);
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && !panel.hidden) close();
  });
  window.addEventListener('message', function (event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    if (event.data && event.data.type === 'shuida:close') close();
  });

  function open() {
    if (!frame) {
      frame = document.createElement('iframe');
      frame.src = origin + '/chat?embed=1';
      frame.title = title;
      frame.allow = 'clipboard-write';
      panel.append(frame);
    }
    show(true);
    frame.focus();
  }

  function close() {
    show(false);
    button.focus();
  }

  function show(visible) {
    panel.hidden = !visible;
    button.hidden = visible;
    button.setAttribute('aria-expanded', String(visible));
  }

  /* A constructed sheet is not subject to the including page's style-src; an element is the older way. */
  function dress(target) {
    try {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      target.adoptedStyleSheets = [sheet];
    } catch {
      var style = document.createElement('style');
      style.nonce = script.nonce;
      style.textContent = CSS;
      target.append(style);
    }
  }

  function mark() {
    var NS = 'http://www.w3.org/2000/svg';
    var svg = document.createElementNS(NS, 'svg');
    svg.setAttribute('viewBox', '0 0 32 32');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(path(MARK, 'fill', '#fff'), path('m9 15.4 4.6 4.4L23 10', 'stroke', '#0f5b78'));
    return svg;

    function path(d, kind, color) {
      var element = document.createElementNS(NS, 'path');
      element.setAttribute('d', d);
      element.setAttribute('fill', 'none');
      element.setAttribute('stroke-width', '2.6');
      element.setAttribute(kind, color);
      return element;
    }
  }
})();
