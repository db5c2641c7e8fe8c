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
})();
