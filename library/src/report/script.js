(function () {
  var tip = document.getElementById('tip'), own = new WeakMap();
  function hide() { tip.hidden = true; }
  function show(event) {
    var mark = event.target.closest && event.target.closest('[data-t]');
    if (!mark) return hide();
    var title = mark.querySelector('title');
    if (title && !own.has(mark)) { own.set(mark, title.textContent); title.remove(); }
    var text = own.get(mark);
    if (!text) return hide();
    tip.textContent = text;
    tip.hidden = false;
    var x = event.clientX + 14, y = event.clientY + 14;
    tip.style.left = Math.max(4, Math.min(x, document.documentElement.clientWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = (y + tip.offsetHeight > innerHeight - 4 ? Math.max(4, event.clientY - tip.offsetHeight - 10) : y) + 'px';
  }
  document.addEventListener('pointermove', show);
  document.addEventListener('pointerdown', show);
  document.addEventListener('pointerleave', hide);
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') hide(); });
  addEventListener('scroll', hide, { passive: true });

  // A chart as a file: the drawing as it stands (chips and all), its title above it, the colours of the light page.
  var light = document.styleSheets[0].cssRules[0].style, svg = 'http://www.w3.org/2000/svg';
  function file(figure) {
    var drawing = figure.querySelector('svg').cloneNode(true), box = drawing.viewBox.baseVal;
    var places = new Set([].map.call(document.querySelectorAll('.chip input:not(:checked)'), function (chip) { return chip.id.slice(4); }));
    drawing.querySelectorAll('[class]').forEach(function (mark) {
      if (mark.getAttribute('class').split(' ').some(function (name) { return places.has(name.slice(1)); })) mark.remove();
    });
    // What the style sheet says of marks by their class.
    [['.r', 'stroke', 'var(--page)'], ['.r', 'stroke-width', 3], ['.r', 'paint-order', 'stroke'], ['.l', 'fill', 'none'], ['.l', 'stroke-width', 2], ['.l,.r', 'stroke-linejoin', 'round']].forEach(function (rule) {
      drawing.querySelectorAll(rule[0]).forEach(function (mark) { mark.setAttribute(rule[1], rule[2]); });
    });
    drawing.querySelectorAll('title').forEach(function (title) { title.remove(); });
    var title = figure.querySelector('h3').textContent, lines = [''], top = 14;
    title.split(' ').forEach(function (word) {
      var line = lines[lines.length - 1];
      if (line && (line + word).length * 8.3 > box.width) lines.push(word); else lines[lines.length - 1] = line ? line + ' ' + word : word;
    });
    var head = lines.length * 20 + 14;
    lines.forEach(function (line, place) {
      var text = document.createElementNS(svg, 'text');
      text.textContent = line;
      [['x', 0], ['y', place * 20 + top - head], ['font-size', 16], ['font-weight', 600], ['fill', 'var(--ink)']].forEach(function (pair) { text.setAttribute(pair[0], pair[1]); });
      drawing.append(text);
    });
    var back = document.createElementNS(svg, 'rect'), edge = 16, w = box.width + 2 * edge, h = box.height + head + 2 * edge;
    [['x', -edge], ['y', -head - edge], ['width', w], ['height', h], ['fill', 'var(--page)']].forEach(function (pair) { back.setAttribute(pair[0], pair[1]); });
    drawing.prepend(back);
    [['viewBox', [-edge, -head - edge, w, h].join(' ')], ['width', w], ['height', h], ['font-size', 11.5], ['fill', 'var(--soft)'], ['font-family', 'system-ui, Segoe UI, Roboto, Arial, sans-serif'], ['aria-label', title]].forEach(function (pair) { drawing.setAttribute(pair[0], pair[1]); });
    drawing.removeAttribute('aria-labelledby');
    return new XMLSerializer().serializeToString(drawing).replace(/"var\((--[\w-]+)\)"/g, function (all, name) { return '"' + light.getPropertyValue(name) + '"'; });
  }
  document.querySelectorAll('[data-svg]').forEach(function (link) {
    link.hidden = false;
    link.addEventListener('click', function (event) {
      event.preventDefault();
      var saver = document.createElement('a');
      saver.href = URL.createObjectURL(new Blob([file(link.closest('figure'))], { type: 'image/svg+xml' }));
      saver.download = link.dataset.svg;
      saver.click();
      setTimeout(function () { URL.revokeObjectURL(saver.href); }, 9999);
    });
  });
})();
