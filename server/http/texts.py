"""What a person reads when a request fails, chosen by the error's code, else by its status."""

BY_CODE = {
    "text_empty": "消息内容不能为空。",
    "text_too_long": "消息太长了，请分成几条发送。",
    "unknown_fact": "没有这样的条件，请重新选择。",
    "no_visitor": "会话已失效，请刷新页面后重试。",
    "message_not_found": "没有找到这条答复。",
    "too_many_requests": "发送得太快了，请稍后再试。",
    "too_many_streams": "打开的窗口太多了，请关闭一些后再试。",
    "page_not_built": "页面尚未就绪，请稍后再试。",
    "unknown_host": "请从本服务的地址访问。",
    "cross_site_request": "不接受来自其他网站的请求。",
    "unknown_calculator": "没有这个计算器。",
    "bad_calculator_input": "有几项没有填对，请按提示修改。",
    "calculator_not_in_force": "所选日期没有可用的规定，不能计算。",
    "internal_error": "服务出现错误，请稍后再试。",
}
BY_STATUS = {
    400: "请求无法识别。",
    401: "请先打开会话。",
    403: "不允许这样的请求。",
    404: "没有这个地址。",
    405: "不支持这个方法。",
    409: "内容已发生变化，请刷新后重试。",
    413: "请求内容太大。",
    422: "请求内容不符合要求。",
    429: "请求太频繁，请稍后再试。",
    502: "相关服务暂时没有响应，请稍后再试。",
    503: "服务暂时不可用，请稍后再试。",
    504: "相关服务响应超时，请稍后再试。",
}
OTHER = "服务暂时不可用，请稍后再试。"


def message_for(code: str, status: int) -> str:
    return BY_CODE.get(code) or BY_STATUS.get(status, OTHER)
