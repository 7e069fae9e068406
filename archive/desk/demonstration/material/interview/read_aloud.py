"""Read the demonstration interview aloud; run by hand, its results are kept in git.

Needs `espeak-ng` and `ffmpeg`. Each sentence is spoken by itself, so that the times in
`interview.json` are those of the samples, not an estimate. `python read_aloud.py`
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import wave
from pathlib import Path

HERE = Path(__file__).parent
ASKS, TELLS = "Người phỏng vấn", "Nhân chứng minh hoạ số 1"
VOICES = {
    ASKS: ["-v", "vi+f3", "-s", "165", "-p", "55"],
    TELLS: ["-v", "vi-vn-x-south", "-s", "150", "-p", "35"],
}
RATE, PAUSE_MS = 22050, 350

SENTENCES = [
    (ASKS, "Đây là đoạn ghi âm minh hoạ, giọng đọc do máy tạo ra."),
    (ASKS, "Thưa bác, bác làm giao liên từ năm nào ạ?"),
    (TELLS, "Tôi đi giao liên từ mùa khô năm một nghìn chín trăm sáu mươi bảy."),
    (TELLS, "Đường dây của chúng tôi đi trong rừng thông, ban đêm mới dám qua suối."),
    (TELLS, "Tài liệu cuộn nhỏ, giấu trong ống tre, bên ngoài bọc vải mưa."),
    (ASKS, "Có lần nào bị mất tài liệu không, thưa bác?"),
    (TELLS, "Có một lần nước suối lên nhanh, chúng tôi phải chôn ống tre dưới gốc cây kơ nia."),
    (TELLS, "Ba ngày sau quay lại đào lên, giấy vẫn còn khô."),
    (ASKS, "Bác còn nhớ ai cùng đi chuyến ấy không?"),
    (TELLS, "Tên của người ấy thì xin chưa kể, gia đình họ chưa đồng ý."),
    (TELLS, "Bây giờ tuổi cao, trí nhớ giảm sút, nên tôi kể lại cho con cháu ghi."),
    (ASKS, "Xin cảm ơn bác đã kể lại."),
]


def main() -> None:
    samples, segments = b"", []
    with tempfile.TemporaryDirectory() as scratch:
        spoken = Path(scratch) / "spoken.wav"
        for speaker, text in SENTENCES:
            _speak(speaker, text, spoken)
            begins = _milliseconds(samples)
            with wave.open(str(spoken)) as file:
                samples += file.readframes(file.getnframes())
            ends = _milliseconds(samples)
            segments.append({"start_ms": begins, "end_ms": ends, "speaker": speaker, "text": text})
            samples += bytes(2 * RATE * PAUSE_MS // 1000)
        whole = Path(scratch) / "whole.wav"
        with wave.open(str(whole), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples)
        _encode(whole, HERE / "interview.mp3")
    text = json.dumps(segments, ensure_ascii=False, indent=1)
    (HERE / "interview.json").write_text(text + "\n")


def _speak(speaker: str, text: str, target: Path) -> None:
    command = ["espeak-ng", *VOICES[speaker], "-w", str(target), text]
    subprocess.run(command, check=True)  # noqa: S603


def _encode(source: Path, target: Path) -> None:
    title = "title=Phỏng vấn minh hoạ (giọng máy)"
    options = ["-ac", "1", "-ar", str(RATE), "-b:a", "32k", "-metadata", title]
    command = ["ffmpeg", "-y", "-loglevel", "error", "-i", str(source), *options, str(target)]
    subprocess.run(command, check=True)  # noqa: S603


def _milliseconds(samples: bytes) -> int:
    return len(samples) * 1000 // (2 * RATE)


if __name__ == "__main__":
    main()
