#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the scans beside this script from texts of its own: needs LibreOffice, pdftoppm, python3-pil and numpy.

scan.pdf       two grey pages at 200 dpi, 1 degree askew, with noise, as JPEG; scan.txt is what stands on them
photo.jpg      the second page as a photograph held upside down, in uneven light
turned.jpg     the same upright for whoever heeds EXIF: the pixels lie on their side, orientation 6
fax.tif        the pages in black and white (CCITT G4), one file of two pages
faxlow.tif     the second page as a fax of standard resolution: 204 columns and 98 lines an inch
smeared.pdf    one colour page with a red frame in which nothing can be read
secret.pdf     one colour page with a red stamp MẬT, askew
mixed.pdf      page 1 with text, page 2 a scan
blank.pdf      one empty page as an image"""
import io
import os
import re
import subprocess
import tempfile

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = os.path.dirname(os.path.abspath(__file__))
FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf'

STYLE = '''<style>@page { size: A4; margin: 2cm 2cm 2cm 3cm }
p { font-family: "Liberation Serif"; font-size: 14pt; margin: 4pt 0; text-align: justify; text-indent: 1cm }
.c { text-align: center; text-indent: 0 } td p { font-size: 13pt; text-align: center; text-indent: 0 }</style>'''

HEAD = '''<table width="100%%"><tr><td width="42%%"><p>UBND TỈNH QUẢNG NGÃI</p><p><b>SỞ TÀI CHÍNH</b></p><p>Số: %s</p></td>
<td><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p>
<p><i>Quảng Ngãi, ngày 04 tháng 6 năm 2025</i></p></td></tr></table>'''

REPORT = [
    '<p class="c"><b>BÁO CÁO</b></p>',
    '<p class="c"><b>Kết quả 10 năm thi hành Quyết định số 357/QĐ-UBND</b></p>',
    '<p>Thực hiện Kế hoạch số 119/KH-UBND ngày 28/5/2025, Sở Tài chính báo cáo như sau:</p>',
    '<p><b>I. ĐÁNH GIÁ TÌNH HÌNH</b></p>',
    '<p>Tình hình an ninh, trật tự tại cơ quan ổn định; cán bộ, công chức chấp hành nghiêm quy định về quản lý tài sản công.</p>',
    '<p><b>II. KẾT QUẢ THỰC HIỆN QUY CHẾ PHỐI HỢP</b></p>',
    '<p><b>1. Công tác triển khai quán triệt; lãnh đạo, chỉ đạo thực hiện</b></p>',
    '<p>Sở đã ban hành Kế hoạch số 45/KH-STC ngày 12/3/2019 và tổ chức 06 hội nghị quán triệt, phổ biến đến từng phòng.</p>',
    '<p><b>2. Kết quả thực hiện</b></p>',
    '<p>Phối hợp với Công an tỉnh tổ chức 47 buổi tuyên truyền cho 3.250 lượt người; xây dựng 04 mô hình tự quản.</p>',
    '<p>Kiểm tra 12 cuộc, phát hiện 09 vụ vi phạm, xử phạt 135 triệu đồng, nộp ngân sách đầy đủ.</p>',
]
REPORT_2 = [
    '<p><b>III. KHÓ KHĂN, VƯỚNG MẮC</b></p>',
    '<p>Kinh phí dành cho công tác phối hợp còn ít, chưa có mục chi riêng; việc trao đổi thông tin đôi lúc chưa kịp thời.</p>',
    '<p><b>IV. KIẾN NGHỊ, ĐỀ XUẤT</b></p>',
    '<p>Đề nghị Ủy ban nhân dân tỉnh bổ sung quy định về kinh phí tại Điều 5 của Quy chế ban hành kèm theo Quyết định số 357.</p>',
    '<p>Trên đây là báo cáo của Sở Tài chính.</p>',
    '<table width="100%"><tr><td width="50%"><p style="text-align:left"><b><i>Nơi nhận:</i></b></p><p style="text-align:left">- Công an tỉnh;</p>'
    '<p style="text-align:left">- Lưu: VT.</p></td><td><p><b>GIÁM ĐỐC</b></p><p>&nbsp;</p><p>&nbsp;</p><p><b>Nguyễn Văn Mẫu</b></p></td></tr></table>',
]
SECRET = [
    '<p class="c"><b>BÁO CÁO</b></p>',
    '<p class="c"><b>Kết quả phối hợp bảo đảm an ninh tại các kho vật tư</b></p>',
    '<p>Trong năm qua đơn vị đã rà soát các kho vật tư dự phòng và phương án ứng phó khi có tình huống phức tạp xảy ra trên địa bàn.</p>',
    '<p>Lực lượng thường trực tại chỗ gồm hai tổ, thay phiên nhau theo ca; phương tiện được kiểm tra hằng tuần.</p>',
]


def pages(html, dpi, gray=True):
    """HTML → pictures of its pages."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.html')
        with open(path, 'w', encoding='utf-8') as f:
            f.write('<html><head><meta charset="utf-8">' + STYLE + '</head><body>' + html + '</body></html>')
        subprocess.run(['soffice', '--headless', '--convert-to', 'pdf:writer_web_pdf_Export', '--outdir', folder, path], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(['pdftoppm', '-r', str(dpi), os.path.join(folder, 'a.pdf'), os.path.join(folder, 'p')], check=True)
        names = sorted(n for n in os.listdir(folder) if n.endswith('.ppm'))
        return [Image.open(os.path.join(folder, n)).convert('L' if gray else 'RGB') for n in names]


def scanned(image, skew, noise, seed):
    """Grey paper, grey ink, a little out of focus, noise, turned by a few degrees."""
    image = image.rotate(skew, Image.BICUBIC, fillcolor=255 if image.mode == 'L' else (255, 255, 255))
    a = np.asarray(image.filter(ImageFilter.GaussianBlur(0.5)), dtype=float)
    a = 35 + a * (238 - 35) / 255
    a += np.random.default_rng(seed).normal(0, noise, a.shape)
    return Image.fromarray(np.clip(a, 0, 255).astype('uint8'))


def jpeg(image, quality, **more):
    out = io.BytesIO()
    image.save(out, 'JPEG', quality=quality, **more)
    return out.getvalue()


def pdf_of(pages_of, dpi):
    """A PDF of one JPEG a page; an item that is (width, height, operators) is a page with text in Helvetica."""
    objects = [b'<</Type/Catalog/Pages 2 0 R>>', None, b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
    kids = []
    for data in pages_of:
        image = Image.open(io.BytesIO(data)) if isinstance(data, bytes) else None
        w, h = (image.width * 72 / dpi, image.height * 72 / dpi) if image else data[:2]
        first = len(objects) + 1
        if image:
            space = b'/DeviceGray' if image.mode == 'L' else b'/DeviceRGB'
            objects.append(b'<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%s/Filter/DCTDecode/Length %d>>stream\n'
                           % (image.width, image.height, space, len(data)) + data + b'\nendstream')
            content = b'%.2f 0 0 %.2f 0 0 cm /I Do' % (w, h)
            resources = b'/XObject<</I %d 0 R>>' % first
        else:
            objects.append(b'null')
            content, resources = data[2], b'/Font<</F 3 0 R>>'
        objects.append(b'<</Length %d>>stream\n' % len(content) + content + b'\nendstream')
        objects.append(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<<%s>>>>' % (w, h, first + 1, resources))
        kids.append(b'%d 0 R' % (first + 2))
    objects[1] = b'<</Type/Pages/Count %d/Kids[%s]>>' % (len(kids), b' '.join(kids))
    out, offsets = b'%PDF-1.4\n', []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b'%d 0 obj' % n + body + b'\nendobj\n'
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1) + b''.join(b'%010d 00000 n \n' % o for o in offsets)
    return out + b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, start)


def stamp(image, text, at, size, angle):
    """A red frame with a word, not quite level, laid over the page as ink is."""
    font = ImageFont.truetype(FONT, size)
    w, h = font.getbbox(text)[2:]
    box = Image.new('RGB', (w + size, h + size), 'white')
    draw = ImageDraw.Draw(box)
    draw.rectangle([4, 4, box.width - 5, box.height - 5], outline=(205, 30, 45), width=5)
    draw.text((size // 2, size // 2 - size // 8), text, font=font, fill=(205, 30, 45))
    box = box.rotate(angle, Image.BICUBIC, expand=True, fillcolor='white')
    under = image.crop((at[0], at[1], at[0] + box.width, at[1] + box.height))
    image.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(box))), at)


def smear(image, at, size):
    """A red frame with strokes that are no letters."""
    draw, (x, y), (w, h), red = ImageDraw.Draw(image), at, size, (205, 30, 45)
    draw.rectangle([x, y, x + w, y + h], outline=red, width=4)
    for i in range(w // 14 - 2):
        draw.line([x + 14 + i * 14, y + 12 + i * 37 % (h - 24), x + 28 + i * 14, y + h - 12 - i * 23 % (h - 24)], fill=red, width=6)


def save(name, data):
    with open(os.path.join(HERE, name), 'wb') as f:
        f.write(data)


def main():
    head = HEAD % '123/BC-STC'
    clean = pages(head + ''.join(REPORT) + '<p style="page-break-before:always"></p>' + ''.join(REPORT_2), 200)
    assert len(clean) == 2
    html = (head + ''.join(REPORT + REPORT_2)).replace('</b><', '<')
    save('scan.txt', re.sub('\n+', '\n', re.sub('<[^>]*>|&nbsp;', '\n', html)).strip().encode() + b'\n')
    scans = [jpeg(scanned(page, 1, 7, i), 45) for i, page in enumerate(clean)]
    save('scan.pdf', pdf_of(scans, 200))

    light = np.linspace(1, 0.72, clean[1].width)[None, :] * np.linspace(0.9, 1, clean[1].height)[:, None]
    photo = Image.fromarray((np.asarray(scanned(clean[1], -1.5, 4, 5), dtype=float) * light).astype('uint8'))
    save('photo.jpg', jpeg(photo.rotate(180), 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    save('turned.jpg', jpeg(photo.rotate(90, expand=True), 40, exif=exif))

    bits = [page.point(lambda v: 255 if v > 140 else 0).convert('1', dither=Image.NONE) for page in clean]
    bits[0].save(os.path.join(HERE, 'fax.tif'), compression='group4', save_all=True, append_images=bits[1:], dpi=(200, 200))

    low = clean[1].resize((clean[1].width * 204 // 200, clean[1].height * 98 // 200), Image.LANCZOS)
    low.point(lambda v: 255 if v > 140 else 0).convert('1', dither=Image.NONE).save(
        os.path.join(HERE, 'faxlow.tif'), compression='group4', dpi=(204, 98))

    colour = pages(HEAD % '09/BC-STC' + '<p>&nbsp;</p><p>&nbsp;</p>' + ''.join(SECRET), 150, gray=False)
    smeared = colour[0].copy()
    smear(smeared, (240, 300), (190, 62))
    save('smeared.pdf', pdf_of([jpeg(scanned(smeared, 0.6, 4, 9), 55)], 150))
    stamp(colour[0], 'MẬT', (240, 300), 46, 4)
    save('secret.pdf', pdf_of([jpeg(scanned(colour[0], 0.6, 4, 9), 55)], 150))

    words = b'BT /F 12 Tf 72 760 Td (Trang nay co lop van ban, khong phai anh quet; so lieu kem theo o trang sau cua bao cao nay.) Tj ET'
    save('mixed.pdf', pdf_of([(595, 842, words), scans[1]], 200))
    save('blank.pdf', pdf_of([jpeg(Image.new('L', (827, 1169), 236), 40)], 100))


if __name__ == '__main__':
    main()
